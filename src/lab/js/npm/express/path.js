"use strict";

// The paths of Express 5: text, `:name`, `*name`, `{optional}`, quoted names and escapes (expressjs.com/en/guide/migrating-5.html),
// read once when a route is made and matched by comparing strings or with one regular expression.

const { parse, refuse } = require("npm/express/path_syntax");

/** So many ways may the groups of one path leave. */
const WAYS_MAX = 256;

/**
 * @typedef {object} Match
 * @property {string} path the part of the request's path that matched
 * @property {Record<string, string | string[]>} params
 */

/**
 * @param {string | RegExp | Array<string | RegExp>} path
 * @param {{sensitive: boolean, strict: boolean, end: boolean}} options
 * @returns {{names: string[], match: (path: string) => Match | undefined}}
 */
function compile(path, options) {
  if (!Array.isArray(path)) return compileOne(path, options);
  const all = path.map((one) => compileOne(one, options));
  return {
    match(text) {
      for (const one of all) {
        const found = one.match(text);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

function compileOne(path, options) {
  if (path instanceof RegExp) return expression(path);
  if (!options.end && path === "/") return { match: everything };
  const written = options.strict ? path : loose(path);
  const tokens = parse(written);
  if (tokens.every((token) => token.kind === "text")) return text(tokens.map((token) => token.value).join(""), options);
  return pattern(expanded(tokens, written), options);
}

/** A path may end in slashes that say nothing. */
function loose(path) {
  const text = String(path);
  if (text === "/") return text;
  let end = text.length;
  while (end > 0 && text[end - 1] === "/") end -= 1;
  return text.slice(0, end);
}

function everything() {
  return { path: "", params: {} };
}

function text(value, { sensitive, strict, end }) {
  const expected = sensitive ? value : value.toLowerCase();
  const { length } = expected;
  const found = (path) => ({ path, params: Object.create(null) });
  if (end) {
    return {
      match(path) {
        const more = path.length - length;
        if (more !== 0 && (more !== 1 || strict || path[length] !== "/")) return undefined;
        const given = sensitive ? path : path.toLowerCase();
        if (more === 0 ? given !== expected : !given.startsWith(expected)) return undefined;
        return found(path);
      },
    };
  }
  return {
    match(path) {
      if (path.length < length) return undefined;
      const given = sensitive ? path : path.toLowerCase();
      if (!given.startsWith(expected)) return undefined;
      if (path.length === length) return found(path);
      if (path[length] === "/") return found(path.slice(0, !strict && path.length === length + 1 ? length + 1 : length));
      // A path that ends in a slash of its own has the boundary behind it.
      return strict && expected.endsWith("/") ? found(path.slice(0, length)) : undefined;
    },
  };
}

function expression(pattern) {
  const names = [];
  // Groups without a name count from 0, in the order of their parentheses.
  const counted = /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?<(?![=!])([^>]+)>|(?!\?))/g;
  for (let group; (group = counted.exec(pattern.source)) !== null; ) {
    if (group[0][0] === "(") names.push(group[1]);
  }
  let unnamed = 0;
  const keys = names.map((name) => name ?? String(unnamed++));
  return {
    match(path) {
      const found = pattern.exec(path);
      if (found === null) return undefined;
      const params = {};
      for (let index = 1; index < found.length; index += 1) {
        if (found[index] !== undefined) params[keys[index - 1]] = decode(found[index]);
      }
      return { path: found[0], params };
    },
  };
}

function pattern(lists, { sensitive, strict, end }) {
  const keys = [];
  const ways = lists.map((tokens) => source(tokens, keys));
  const trailing = strict ? "" : "(?:/$)?";
  const regular = new RegExp(`^(?:${ways.join("|")})${trailing}${end ? "$" : "(?=/|$)"}`, sensitive ? "" : "i");
  const { length } = keys;
  return {
    match(path) {
      const found = regular.exec(path);
      if (found === null) return undefined;
      const params = Object.create(null);
      for (let index = 0; index < length; index += 1) {
        const value = found[index + 1];
        if (value === undefined) continue;
        const { name, kind } = keys[index];
        params[name] = kind === "wildcard" ? value.split("/").map(decode) : decode(value);
      }
      return { path: found[0], params };
    },
  };
}

/**
 * The ways that groups leave, each with and without, the longest first: a name must not take what a
 * group behind it could have.
 * @returns {Array<object[]>} lists of tokens without groups
 */
function expanded(tokens, path) {
  let ways = [[]];
  for (const token of tokens) {
    if (token.kind !== "group") for (const way of ways) way.push(token);
    else {
      const inner = expanded(token.tokens, path);
      ways = ways.flatMap((way) => [...inner.map((more) => [...way, ...more]), way]);
      if (ways.length > WAYS_MAX) refuse({ path }, "Too many path combinations");
    }
  }
  return ways;
}

function source(tokens, keys) {
  let body = "";
  for (const token of tokens) {
    if (token.kind === "text") body += token.value.replace(/[.+*?^${}()[\]|/\\]/g, "\\$&");
    else {
      keys.push(token);
      body += token.kind === "wildcard" ? "([^]+)" : "([^/]+)";
    }
  }
  return body;
}

/** @param {string} value as it stands in the path @returns {string} */
function decode(value) {
  if (!value.includes("%")) return value;
  try {
    return decodeURIComponent(value);
  } catch (error) {
    error.message = `Failed to decode param '${value}'`;
    error.status = 400;
    throw error;
  }
}

module.exports = { compile };
