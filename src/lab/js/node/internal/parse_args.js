"use strict";

// `util.parseArgs` (nodejs.org/api/util.html#utilparseargsconfig).

const { codedError } = require("internal/errors");

/** The words of a command line, one by one, as what they are. */
function tokensOf(args, options) {
  const tokens = [];
  const shorts = new Map(Object.entries(options).map(([name, { short }]) => [short, name]));
  const takesValue = (name) => options[name]?.type === "string";
  const queue = args.map((word, index) => ({ word, index }));
  while (queue.length > 0) {
    const { word, index, isSplit } = queue.shift();
    const add = (name, rawName, value, inlineValue) => {
      const next = value === undefined && takesValue(name) ? queue[0] : undefined;
      // The word after a group of letters is the last letter's.
      if (next !== undefined && !next.isSplit && next.word !== undefined) {
        queue.shift();
        tokens.push({ kind: "option", name, rawName, index, value: next.word, inlineValue: false });
      } else tokens.push({ kind: "option", name, rawName, index, value, inlineValue });
    };
    if (word === "--" && !isSplit) {
      tokens.push({ kind: "option-terminator", index });
      for (const { word: value, index: at } of queue.splice(0)) tokens.push({ kind: "positional", index: at, value });
    } else if (word.startsWith("--")) {
      const at = word.indexOf("=");
      if (at > 2) add(word.slice(2, at), word.slice(0, at), word.slice(at + 1), true);
      else add(word.slice(2), word, undefined, undefined);
    } else if (word.startsWith("-") && word.length === 2) add(shorts.get(word[1]) ?? word[1], word, undefined, undefined);
    else if (word.startsWith("-") && word.length > 2) {
      const first = shorts.get(word[1]) ?? word[1];
      if (takesValue(first)) {
        const value = word.slice(2);
        tokens.push({ kind: "option", name: first, rawName: word.slice(0, 2), index, value, inlineValue: true });
      } else {
        // A group such as `-abc`, whose last letters may be a value.
        const group = [];
        for (let at = 1; at < word.length; at += 1) {
          const name = shorts.get(word[at]) ?? word[at];
          if (takesValue(name) && at < word.length - 1) {
            group.push({ word: `-${word.slice(at)}`, index, isSplit: true });
            break;
          }
          group.push({ word: `-${word[at]}`, index, isSplit: true });
        }
        queue.unshift(...group);
      }
    } else tokens.push({ kind: "positional", index, value: word });
  }
  return tokens;
}

function check(token, options, { strict, allowPositionals, allowNegative }) {
  if (token.kind === "positional") {
    if (!allowPositionals) throw codedError("ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL", token.value);
    return;
  }
  if (token.kind !== "option" || !strict) return;
  const { name, rawName, value } = token;
  if (!Object.hasOwn(options, name)) {
    if (allowNegative && rawName.startsWith("--no-") && options[name.slice(3)]?.type === "boolean") return;
    throw codedError("ERR_PARSE_ARGS_UNKNOWN_OPTION", rawName, allowPositionals);
  }
  const { type, short } = options[name];
  const shown = `${short ? `-${short}, ` : ""}--${name}`;
  if (type === "string" && typeof value !== "string") {
    throw codedError("ERR_PARSE_ARGS_INVALID_OPTION_VALUE", `Option '${shown} <value>' argument missing`);
  }
  if (type === "boolean" && value !== undefined) {
    throw codedError("ERR_PARSE_ARGS_INVALID_OPTION_VALUE", `Option '${shown}' does not take an argument`);
  }
  if (type === "string" && token.inlineValue === false && value.length > 1 && value.startsWith("-")) {
    const example = rawName.startsWith("--") ? `'${rawName}=-XYZ'` : `'--${name}=-XYZ' or '${rawName}-XYZ'`;
    throw codedError(
      "ERR_PARSE_ARGS_INVALID_OPTION_VALUE",
      `Option '${rawName}' argument is ambiguous.\nDid you forget to specify the option argument for '${rawName}'?\n` +
        `To specify an option argument starting with a dash use ${example}.`,
    );
  }
}

/**
 * @param {object} [config]
 * @returns {{values: object, positionals: string[], tokens?: object[]}}
 */
function parseArgs(config = {}) {
  const { options = {}, strict = true } = config;
  const { args = process.argv.slice(2), allowPositionals = !strict, allowNegative = false, tokens: wantsTokens = false } = config;
  for (const [name, { type, short }] of Object.entries(options)) {
    if (type !== "string" && type !== "boolean") {
      throw codedError("ERR_INVALID_ARG_TYPE", `options.${name}.type`, "('string|boolean')", type);
    }
    if (short !== undefined && short.length !== 1) {
      throw codedError("ERR_INVALID_ARG_VALUE", `options.${name}.short`, short, "must be a single character");
    }
  }
  const tokens = tokensOf([...args], options);
  const values = Object.create(null);
  const positionals = [];
  for (const token of tokens) {
    check(token, options, { strict, allowPositionals, allowNegative });
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    let { name, value = true } = token;
    if (allowNegative && name.startsWith("no-") && token.value === undefined && !Object.hasOwn(options, name)) {
      [name, value] = [name.slice(3), false];
    }
    if (name === "__proto__") continue;
    if (options[name]?.multiple) (values[name] ??= []).push(value);
    else values[name] = value;
  }
  for (const [name, option] of Object.entries(options)) {
    if (option.default !== undefined && values[name] === undefined) values[name] = option.default;
  }
  return { values, positionals, ...(wantsTokens && { tokens }) };
}

module.exports = { parseArgs };
