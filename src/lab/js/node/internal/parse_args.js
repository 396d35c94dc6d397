"use strict";

// The arguments of a command line by the options that a program has (nodejs.org/api/util.html,
// `util.parseArgs`).

const { validateArray, validateObject, validateBoolean, validateString, validateOneOf } = require("internal/validate");

function failure(code, message) {
  return Object.assign(new TypeError(message), { code });
}

/**
 * @param {{args?: string[], options?: object, strict?: boolean, allowPositionals?: boolean,
 *   allowNegative?: boolean, tokens?: boolean}} [config]
 * @returns {{values: object, positionals: string[], tokens?: object[]}}
 */
function parseArgs(config = {}) {
  validateObject(config, "config");
  const { args = process.argv.slice(2), options = {}, strict = true } = config;
  const { allowPositionals = !strict, allowNegative = false, tokens: withTokens = false } = config;
  validateArray(args, "args");
  validateObject(options, "options");
  for (const [name, option] of Object.entries(options)) validateOption(name, option);
  const tokens = split(args, options);
  const values = Object.create(null);
  const positionals = [];
  for (const token of tokens) {
    if (token.kind === "option") {
      store(values, token, options, strict, allowNegative, allowPositionals);
    } else if (token.kind === "positional") {
      if (!allowPositionals) {
        throw failure(
          "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL",
          `Unexpected argument '${token.value}'. This command does not take positional arguments`,
        );
      }
      positionals.push(token.value);
    }
  }
  for (const [name, option] of Object.entries(options)) {
    if (option.default !== undefined && values[name] === undefined) values[name] = option.default;
  }
  return withTokens ? { values, positionals, tokens } : { values, positionals };
}

function validateOption(name, option) {
  validateObject(option, `options.${name}`);
  validateOneOf(option.type, `options.${name}.type`, ["string", "boolean"]);
  if (option.short !== undefined) {
    validateString(option.short, `options.${name}.short`);
    if (option.short.length !== 1) {
      const { codedError } = require("internal/errors");
      throw codedError("ERR_INVALID_ARG_VALUE", `options.${name}.short`, option.short, "must be a single character");
    }
  }
  if (option.multiple !== undefined) validateBoolean(option.multiple, `options.${name}.multiple`);
}

/** What each argument is, without a judgement of whether it may be there. */
function split(args, options) {
  const tokens = [];
  const typeOf = (name) => (Object.hasOwn(options, name) ? options[name].type : undefined);
  const byShort = (letter) => Object.keys(options).find((name) => options[name].short === letter) ?? letter;
  const option = (index, name, rawName, value = undefined, inlineValue = undefined) =>
    tokens.push({ kind: "option", name, rawName, index, value, inlineValue });
  for (let index = 0; index < args.length; index += 1) {
    const arg = `${args[index]}`;
    const takesNext = (name) => typeOf(name) === "string" && args[index + 1] !== undefined;
    if (arg === "--") {
      tokens.push({ kind: "option-terminator", index });
      args.slice(index + 1).forEach((value, at) =>
        tokens.push({ kind: "positional", index: index + 1 + at, value }));
      break;
    }
    if (arg.startsWith("--")) {
      const [, name, value] = /^--([^=]+)(?:=([^]*))?$/.exec(arg) ?? [arg, arg.slice(2)];
      if (value !== undefined) option(index, name, `--${name}`, value, true);
      else if (takesNext(name)) {
        option(index, name, arg, args[index + 1], false);
        index += 1;
      } else option(index, name, arg);
    } else if (arg.startsWith("-") && arg.length > 1) {
      for (let at = 1; at < arg.length; at += 1) {
        const name = byShort(arg[at]);
        const rest = arg.slice(at + 1);
        if (typeOf(name) !== "string") option(index, name, `-${arg[at]}`);
        else if (rest !== "") option(index, name, `-${arg[at]}`, rest, true);
        else if (takesNext(name)) {
          option(index, name, `-${arg[at]}`, args[index + 1], false);
          index += 1;
        } else option(index, name, `-${arg[at]}`);
        if (typeOf(name) === "string") break;
      }
    } else {
      tokens.push({ kind: "positional", index, value: arg });
    }
  }
  return tokens;
}

function store(values, token, options, strict, allowNegative, allowPositionals) {
  let { name, value } = token;
  const negated = name.startsWith("no-") ? name.slice(3) : undefined;
  const isNegative =
    allowNegative && negated !== undefined && value === undefined && options[negated]?.type === "boolean";
  if (isNegative) name = negated;
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (strict) judge(token, name, option, options, allowPositionals);
  if (name === "__proto__") return;
  value ??= !isNegative;
  if (option?.multiple) (values[name] ??= []).push(value);
  else values[name] = value;
}

function judge(token, name, option, options, allowPositionals) {
  const { rawName, value } = token;
  if (option === undefined) {
    const hint = allowPositionals
      ? `. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '-- "${rawName}"`
      : "";
    throw failure("ERR_PARSE_ARGS_UNKNOWN_OPTION", `Unknown option '${rawName}'${hint}`);
  }
  const shown = `${option.short === undefined ? "" : `-${option.short}, `}--${name}`;
  if (option.type === "string" && value === undefined) {
    throw failure("ERR_PARSE_ARGS_INVALID_OPTION_VALUE", `Option '${shown} <value>' argument missing`);
  }
  if (option.type === "boolean" && value !== undefined) {
    throw failure("ERR_PARSE_ARGS_INVALID_OPTION_VALUE", `Option '${shown}' does not take an argument`);
  }
  if (option.type === "string" && token.inlineValue === false && value.length > 1 && value.startsWith("-")) {
    const example = rawName.startsWith("--")
      ? `'${rawName}=-XYZ'`
      : `'--${name}=-XYZ' or '${rawName}-XYZ'`;
    throw failure(
      "ERR_PARSE_ARGS_INVALID_OPTION_VALUE",
      `Option '${rawName}' argument is ambiguous.\nDid you forget to specify the option argument for '${rawName}'?\nTo specify an option argument starting with a dash use ${example}.`,
    );
  }
}

module.exports = { parseArgs };
