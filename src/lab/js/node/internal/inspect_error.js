"use strict";

// Errors in `util.inspect`: the stack, and below it what else the error carries.

const { types } = require("internal/kinds");

const AT = "\n    at";
/** More equal frames than this are said once, below the cause. */
const SAME_FRAMES_MAX = 3;

/**
 * @param {object} what a value as `internal/inspect_object` describes it
 * @returns {object} its shape
 */
function ofError({ ctx, value, constructor, tag, shape }) {
  const name = value.name === null || value.name === undefined ? "Error" : String(value.name);
  let stack = stackOf(value);
  // The stack was written when the error was made, and the name was perhaps given later.
  const end = stack.includes(AT) ? stack.indexOf(AT) : stack.length;
  if (!stack.slice(0, end).includes(name)) stack = stack.replace(/^\w*Error(?=$|:|\n)/, name);
  if (!ctx.showHidden) {
    shape.keys = shape.keys.filter(
      (key) =>
        !["name", "message", "stack"].includes(key) ||
        (typeof value[key] === "string" && !stack.includes(value[key])),
    );
  }
  if ("cause" in value && !shape.keys.includes("cause")) shape.keys.push("cause");
  if (Array.isArray(value.errors) && !shape.keys.includes("errors")) shape.keys.push("errors");
  stack = named(stack, constructor, name, tag);
  let after = value.message ? stack.indexOf(value.message) : -1;
  if (after !== -1) after += value.message.length;
  const start = stack.indexOf(AT, after);
  if (start === -1) {
    stack = `[${stack}]`;
  } else {
    const frames = withoutCauses(value, stack.slice(start + 1).split("\n"));
    stack = `${stack.slice(0, start)}\n${frames.join("\n")}`;
  }
  if (ctx.indent !== 0) stack = stack.replaceAll("\n", `\n${" ".repeat(ctx.indent)}`);
  shape.base = stack;
  if (shape.keys.length === 0) shape.whole = stack;
  return shape;
}

function stackOf(error) {
  return error.stack ? String(error.stack) : Error.prototype.toString.call(error);
}

/** The stack with the name of the error's class in its first line. */
function named(stack, constructor, name, tag) {
  const end = stack[name.length];
  const regular = name.endsWith("Error") && stack.startsWith(name) && [undefined, ":", "\n"].includes(end);
  if (constructor !== null && !regular) return stack;
  if (constructor === null) {
    const start = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/.exec(stack) ?? /^([a-z_A-Z0-9-]*Error)$/.exec(stack);
    const known = start?.[1] ?? "";
    const more = tag !== "" && tag !== known ? ` [${tag}]` : "";
    return `[${known || "Error"}: null prototype]${more}${stack.slice(known.length)}`;
  }
  if (constructor === name) return stack;
  const rest = stack.slice(name.length);
  return constructor.includes(name) ? `${constructor}${rest}` : `${constructor} [${name}]${rest}`;
}

/** Frames without those that the cause below repeats. */
function withoutCauses(error, frames) {
  const { cause } = error;
  if (!types.isNativeError(cause)) return frames;
  const stack = stackOf(cause);
  const start = stack.indexOf(AT);
  if (start === -1) return frames;
  const below = stack.slice(start + 1).split("\n");
  for (let at = 0; at < frames.length - SAME_FRAMES_MAX; at += 1) {
    const other = below.indexOf(frames[at]);
    if (other === -1) continue;
    let same = 1;
    while (at + same < frames.length && frames[at + same] === below[other + same]) same += 1;
    if (same > SAME_FRAMES_MAX) {
      const words = `    ... ${same - 2} lines matching cause stack trace ...`;
      return [...frames.slice(0, at + 1), words, ...frames.slice(at + same - 1)];
    }
  }
  return frames;
}

module.exports = { ofError };
