"use strict";

// Reads a path of Express 5 into tokens, and refuses what older syntax meant.

const RESERVED = new Set(["(", ")", "[", "]", "+", "?", "!"]);
const NAME_START = /[$_\p{ID_Start}]/u;
const NAME_PART = /[$\u200c\u200d\p{ID_Continue}]/u;

/**
 * @typedef {{kind: "text", value: string} | {kind: "param" | "wildcard", name: string} | {kind: "group", tokens: Token[]}} Token
 */

/**
 * @param {string} path
 * @returns {Token[]}
 */
function parse(path) {
  const reader = { path, characters: [...path], at: 0 };
  const tokens = sequence(reader, false);
  demandText(tokens, reader, { name: undefined, text: true });
  return tokens;
}

function sequence(reader, inGroup) {
  const { characters } = reader;
  const tokens = [];
  let text = "";
  const endText = () => {
    if (text !== "") tokens.push({ kind: "text", value: text });
    text = "";
  };
  for (;;) {
    const character = characters[reader.at];
    if (character === undefined) {
      if (inGroup) refuse(reader, `Unexpected end at index ${reader.at}, expected }`);
      break;
    }
    if (character === "}" && inGroup) {
      reader.at += 1;
      break;
    }
    if (character === "}" || RESERVED.has(character)) refuse(reader, `Unexpected ${character} at index ${reader.at}`);
    reader.at += 1;
    if (character === "\\") {
      if (reader.at === characters.length) refuse(reader, `Unexpected end after \\ at index ${reader.at}`);
      text += characters[reader.at];
      reader.at += 1;
    } else if (character === ":" || character === "*") {
      endText();
      tokens.push({ kind: character === ":" ? "param" : "wildcard", name: readName(reader) });
    } else if (character === "{") {
      endText();
      tokens.push({ kind: "group", tokens: sequence(reader, true) });
    } else text += character;
  }
  endText();
  return tokens;
}

function readName(reader) {
  const { characters } = reader;
  let name = "";
  if (characters[reader.at] === '"') {
    name = readQuoted(reader);
  } else if (NAME_START.test(characters[reader.at] ?? "")) {
    while (reader.at < characters.length && NAME_PART.test(characters[reader.at])) {
      name += characters[reader.at];
      reader.at += 1;
    }
  }
  if (name === "") refuse(reader, `Missing parameter name at index ${reader.at}`);
  return name;
}

function readQuoted(reader) {
  const { characters } = reader;
  const start = reader.at;
  let name = "";
  for (reader.at += 1; reader.at < characters.length; reader.at += 1) {
    if (characters[reader.at] === '"') {
      reader.at += 1;
      return name;
    }
    if (characters[reader.at] === "\\") reader.at += 1;
    name += characters[reader.at] ?? "";
  }
  return refuse(reader, `Unterminated quote at index ${start}`);
}

/** Two names side by side could be cut anywhere: some text must stand between them. */
function demandText(tokens, reader, state) {
  for (const token of tokens) {
    if (token.kind === "text") state.text = true;
    else if (token.kind === "group") demandText(token.tokens, reader, state);
    else {
      if (!state.text) refuse(reader, `Missing text before "${token.name}" ${token.kind}`);
      state.text = false;
    }
  }
}

/** A path that says nothing that can be matched. */
class PathError extends TypeError {
  /**
   * @param {string} words what is wrong
   * @param {string} path
   */
  constructor(words, path) {
    super(`${words}: ${path}; visit https://git.new/pathToRegexpError for info`);
    this.originalPath = path;
  }
}

/**
 * @param {{path: string}} place
 * @param {string} words what is wrong
 */
function refuse({ path }, words) {
  throw new PathError(words, path);
}

module.exports = { parse, refuse };
