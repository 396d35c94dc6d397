"use strict";

// Warnings of packages that something is on its way out, as the package `depd` writes them: one for
// each place that asks for it.

/**
 * @param {string} namespace the package that warns
 * @returns {(message: string) => void} warns, unless this place was warned of this before
 */
function deprecations(namespace) {
  const warned = new Set();
  // Asked once, when the package is loaded.
  const isIgnored = process.noDeprecation || isNamed(process.env.NO_DEPRECATION, namespace);
  const isTraced = process.traceDeprecation || isNamed(process.env.TRACE_DEPRECATION, namespace);
  return (message) => {
    const isHeard = process.listenerCount("deprecation") > 0;
    if (!isHeard && isIgnored) return;
    const frames = framesOutside();
    const place = placeOf(frames[0]);
    const key = `${place}:${message}`;
    if (warned.has(key)) return;
    warned.add(key);
    if (isHeard) {
      process.emit("deprecation", deprecationError(namespace, message, frames));
      return;
    }
    const where = isTraced ? frames.map((frame) => `\n    ${frame}`).join("") : place && ` at ${place}`;
    process.stderr.write(`${new Date().toUTCString()} ${namespace} deprecated ${message}${where}\n`);
  };
}

/** Whether a list out of the environment names it, or all. */
function isNamed(list, namespace) {
  const names = (list ?? "").split(/[ ,]+/).map((name) => name.toLowerCase());
  return names.includes("*") || names.includes(namespace);
}

/** The lines of the stack from the program's first on. */
function framesOutside() {
  const lines = new Error("a stack").stack.split("\n").map((line) => line.trim());
  const frames = lines.filter((line) => line.startsWith("at "));
  const first = frames.findIndex((line) => !line.includes("node:"));
  return first < 0 ? [] : frames.slice(first);
}

/** The file, line and column of a line of a stack; the file from the folder of the process. */
function placeOf(frame) {
  if (frame === undefined) return "";
  const place = /\(?((?:file:\/\/)?\/[^()]*):(\d+):(\d+)\)?$/.exec(frame);
  if (place === null) return "<anonymous>";
  const [, file, line, column] = place;
  if (file.startsWith("file:")) return `${file}:${line}:${column}`;
  return `${require("path").relative(process.cwd(), file)}:${line}:${column}`;
}

function deprecationError(namespace, message, frames) {
  const error = new Error(message);
  const stack = `DeprecationError: ${namespace} deprecated ${message}${frames.map((frame) => `\n    ${frame}`).join("")}`;
  const hidden = (value) => ({ value, configurable: true, enumerable: false, writable: true });
  return Object.defineProperties(error, { name: hidden("DeprecationError"), namespace: hidden(namespace), stack: hidden(stack) });
}

module.exports = deprecations;
