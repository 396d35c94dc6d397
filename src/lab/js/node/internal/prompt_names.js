"use strict";

// The names that an input of a prompt declares outside of any braces. It reads tokens, not a tree.

const TOKEN =
  /\s+|\/\/[^\n]*|\/\*[^]*?\*\/|`(?:\\[^]|[^\\`])*`|"(?:\\[^]|[^\\"\n])*"|'(?:\\[^]|[^\\'\n])*'|[\p{ID_Start}$_][\p{ID_Continue}$]*|\d[\w.]*|[^]/gu;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\n])*\]|[^/\n])+\/[a-z]*/uy;
const WORD = /^[\p{ID_Start}$_]/u;
/** Behind these a value is still to come, so that a slash begins a pattern and no line ends. */
const GOES_ON = /^(?:[=(,:[!&|?{};+\-*%<>~^.]|return|typeof|case|in|of|delete|void|throw|new|await|instanceof)$/u;

/**
 * @param {string} text
 * @returns {{block: string[], constants: Set<string>, others: string[]}} what `let`, `const` and
 *   `class` declare, and the generators and async functions, which a block keeps to itself; those of
 *   `const`; what `var` and `function` declare
 */
function declared(text) {
  const tokens = tokensOf(text);
  const block = new Set();
  const constants = new Set();
  const others = new Set();
  const declares = new Map([["let", block], ["const", constants], ["var", others]]);
  let depth = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const { word } = tokens[at];
    if ("([{".includes(word)) depth += 1;
    else if (")]}".includes(word)) depth -= 1;
    if (depth !== 0 || tokens[at - 1]?.word === ".") continue;
    const names = declares.get(word);
    if (names !== undefined) {
      at = declarators(tokens, at + 1, names) - 1;
    } else if (word === "class" && begins(tokens, at)) {
      note(tokens[at + 1], block);
    } else if (word === "function" && begins(tokens, at)) {
      const isGenerator = tokens[at + 1]?.word === "*";
      const isPlain = !isGenerator && tokens[at - 1]?.word !== "async";
      note(tokens[at + (isGenerator ? 2 : 1)], isPlain ? others : block);
    }
  }
  return { block: [...block, ...constants], constants, others: [...others] };
}

/** Whether a token can be the first of a statement. */
function begins(tokens, at) {
  const before = tokens[at - 1];
  if (before?.word === "async") return begins(tokens, at - 1);
  return before === undefined || before.word === ";" || before.word === "}" || ends(tokens, at);
}

/** Whether a statement ends before a token: at a line break between two values. */
function ends(tokens, at) {
  const [before, here] = [tokens[at - 1], tokens[at]];
  return here.breaks && !GOES_ON.test(before.word) && WORD.test(here.word) && here.word !== "in" && here.word !== "instanceof";
}

function note(token, names) {
  if (token && WORD.test(token.word)) names.add(token.word);
}

/** `a = 1, { b, c: [d] } = e`: gives the place behind them. */
function declarators(tokens, from, names) {
  let at = from;
  while (at < tokens.length) {
    at = pattern(tokens, at, names);
    at = value(tokens, at);
    if (tokens[at]?.word !== ",") break;
    at += 1;
  }
  return at;
}

/** A name, or a pattern of names; gives the place behind it. */
function pattern(tokens, from, names) {
  const open = tokens[from]?.word;
  if (open !== "{" && open !== "[") {
    note(tokens[from], names);
    return from + 1;
  }
  const close = open === "{" ? "}" : "]";
  let at = from + 1;
  while (at < tokens.length && tokens[at].word !== close) {
    while (tokens[at]?.word === ".") at += 1;
    if (tokens[at]?.word === ",") {
      at += 1;
      continue;
    }
    if (open === "{" && tokens[at]?.word === "[") at = behind(tokens, at) - 1;
    if (open === "{" && tokens[at + 1]?.word === ":") at += 2;
    at = pattern(tokens, at, names);
    at = value(tokens, at);
  }
  return at + 1;
}

/** What stands behind `=`, up to the comma or the end of the statement. */
function value(tokens, from) {
  let at = from;
  while (at < tokens.length) {
    const { word } = tokens[at];
    if (word === "," || word === ";" || ")]}".includes(word)) return at;
    if (at > from && ends(tokens, at)) return at;
    at = "([{".includes(word) ? behind(tokens, at) : at + 1;
  }
  return at;
}

/** The place behind the bracket that closes this one. */
function behind(tokens, from) {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    if ("([{".includes(tokens[at].word)) depth += 1;
    else if (")]}".includes(tokens[at].word)) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return tokens.length;
}

/** Words and signs, with whether a line break stands before them. */
function tokensOf(text) {
  const tokens = [];
  let breaks = false;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex;
    let [word] = TOKEN.exec(text) ?? [""];
    if (word === "") break;
    const isSpace = /^(?:\s|\/\/|\/\*)/u.test(word);
    if (isSpace) {
      breaks ||= word.includes("\n");
      continue;
    }
    const before = tokens.at(-1)?.word;
    if (word === "/" && (before === undefined || GOES_ON.test(before))) {
      REGEX.lastIndex = start;
      const found = REGEX.exec(text);
      if (found !== null) {
        [word] = found;
        TOKEN.lastIndex = REGEX.lastIndex;
      }
    }
    tokens.push({ word, breaks });
    breaks = false;
  }
  return tokens;
}

module.exports = { declared };
