"use strict";

// The package `dotenv`: settings out of a file `.env` into the environment.

const { parse } = require("npm/dotenv/parse");
const vault = require("npm/dotenv/vault");

/**
 * What stands behind the line of each load. The real package takes one of eight at random, some of
 * them advertisements; this is one of them.
 */
const TIP = "⌘ suppress logs { quiet: true }";

/**
 * Reads the files into the environment, or, where a key and a vault are there, the vault.
 * @param {object} [options] `path`, `encoding`, `override`, `processEnv`, `debug`, `quiet`, `DOTENV_KEY`
 * @returns {{parsed: Record<string, string>, error?: Error}}
 */
function config(options) {
  if (vault.keyOf(options).length === 0) return DotenvModule.configDotenv(options);
  const path = vault.pathOf(options);
  if (path !== null) return DotenvModule._configVault(options);
  console.error(`⚠ you set DOTENV_KEY but you are missing a .env.vault file at ${path}`);
  return DotenvModule.configDotenv(options);
}

/**
 * Reads the files into the environment.
 * @param {object} [options]
 * @returns {{parsed: Record<string, string>, error?: Error}} the last error, when there was one
 */
function configDotenv(options) {
  const target = options?.processEnv ?? process.env;
  const isDebug = isOn(target.DOTENV_CONFIG_DEBUG || options?.debug);
  if (!options?.encoding && isDebug) debug("no encoding is specified (UTF-8 is used by default)");
  const encoding = options?.encoding ? options.encoding : "utf8";
  const files = filesOf(options);
  const parsed = {};
  let error;
  for (const file of files) {
    try {
      const read = DotenvModule.parse(require("fs").readFileSync(file, { encoding }));
      DotenvModule.populate(parsed, read, options);
    } catch (failure) {
      if (isDebug) debug(`failed to load ${file} ${failure.message}`);
      error = failure;
    }
  }
  const populated = DotenvModule.populate(target, parsed, options);
  // What was read may say how much is told.
  const tells = isOn(target.DOTENV_CONFIG_DEBUG || isDebug) || !isOn(target.DOTENV_CONFIG_QUIET || options?.quiet);
  if (tells) {
    const names = [];
    for (const file of files) {
      try {
        names.push(require("path").relative(process.cwd(), file));
      } catch (failure) {
        if (isDebug) debug(`failed to load ${file} ${failure.message}`);
        error = failure;
      }
    }
    console.log(`◇ injected env (${Object.keys(populated).length}) from ${names.join(",")} // tip: ${TIP}`);
  }
  return error ? { parsed, error } : { parsed };
}

function filesOf(options) {
  const path = options?.path;
  if (!path) return [require("path").resolve(process.cwd(), ".env")];
  return Array.isArray(path) ? path.map(atHome) : [atHome(path)];
}

/** A path that begins with `~` is one in the user's folder. */
function atHome(path) {
  return path[0] === "~" ? require("path").join(require("os").homedir(), path.slice(1)) : path;
}

/** Words for "no" that an environment can hold, which holds texts only. */
const NO = ["false", "0", "no", "off", ""];

function isOn(value) {
  return typeof value === "string" ? !NO.includes(value.toLowerCase()) : Boolean(value);
}

function debug(message) {
  console.log(`┆ ${message}`);
}

/**
 * Puts settings where there are none, or also over others.
 * @param {object} target
 * @param {object} settings
 * @param {{override?: boolean, debug?: boolean}} [options]
 * @returns {object} what was put
 */
function populate(target, settings, options = {}) {
  const isOver = Boolean(options?.override);
  if (typeof settings !== "object") {
    throw vault.coded("OBJECT_REQUIRED", "Please check the processEnv argument being passed to populate");
  }
  const put = {};
  for (const key of Object.keys(settings)) {
    const isThere = Object.prototype.hasOwnProperty.call(target, key);
    if (!isThere || isOver) {
      target[key] = settings[key];
      put[key] = settings[key];
    }
    if (isThere && options?.debug) debug(`"${key}" is already defined and ${isOver ? "WAS" : "was NOT"} overwritten`);
  }
  return put;
}

/** Reads the vault into the environment. */
function _configVault(options) {
  const isDebug = isOn(process.env.DOTENV_CONFIG_DEBUG || options?.debug);
  if (isDebug || !isOn(process.env.DOTENV_CONFIG_QUIET || options?.quiet)) {
    console.log("◇ loading env from encrypted .env.vault");
  }
  const parsed = DotenvModule._parseVault(options);
  DotenvModule.populate(options?.processEnv ?? process.env, parsed, options);
  return { parsed };
}

function _parseVault(options) {
  return vault.parseVault(DotenvModule, options);
}

// The functions call each other through this object, which a program may change.
const DotenvModule = { configDotenv, _configVault, _parseVault, config, decrypt: vault.decrypt, parse, populate };

module.exports = { ...DotenvModule };
