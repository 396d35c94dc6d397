"use strict";

// Media types: of file names, of headers, and whether one is of a kind that was asked for
// (RFC 9110, section 8.3).

const { TYPES, CHARSET_UTF8 } = require("npm/express/media_table");

const NAME = /^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}$/;
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const PARAMETER = /;[ \t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*=[ \t]*("(?:[^"\\]|\\.)*"|[!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*/y;

let byExtension;

/**
 * @param {string} name of a file, its path, or only the extension
 * @returns {string | false} its media type
 */
function typeOfFile(name) {
  if (typeof name !== "string" || name === "") return false;
  const base = name.slice(name.lastIndexOf("/") + 1);
  const dot = base.lastIndexOf(".");
  // "html" and ".html" are extensions; ".html" as a whole path is not, but it is asked for that way.
  const isBare = dot < 0 && base === name;
  if (dot < 0 && !isBare) return false;
  const extension = base.slice(dot + 1).toLowerCase();
  byExtension ??= table();
  return byExtension.get(extension) ?? false;
}

function table() {
  const map = new Map();
  for (const type of Object.keys(TYPES)) for (const extension of TYPES[type].split(" ")) map.set(extension, type);
  return map;
}

/**
 * @param {string} value a media type or an extension
 * @returns {string | false} the value for Content-Type, with a charset where texts need one
 */
function contentType(value) {
  if (typeof value !== "string" || value === "") return false;
  const type = value.includes("/") ? value : typeOfFile(value);
  if (!type || type.includes("charset")) return type;
  return isUtf8(type) ? `${type}; charset=utf-8` : type;
}

/** @param {string} type @returns {boolean} whether its texts are UTF-8 unless they say otherwise */
function isUtf8(type) {
  const end = type.indexOf(";");
  const bare = (end < 0 ? type : type.slice(0, end)).trim().toLowerCase();
  return bare.startsWith("text/") || CHARSET_UTF8.includes(bare);
}

/**
 * @param {string} header value of Content-Type
 * @returns {{type: string, parameters: Record<string, string>}}
 */
function parse(header) {
  const end = header.indexOf(";");
  const type = (end < 0 ? header : header.slice(0, end)).trim();
  if (!NAME.test(type)) throw new TypeError("invalid media type");
  const parameters = Object.create(null);
  if (end >= 0) {
    PARAMETER.lastIndex = end;
    for (let found = PARAMETER.exec(header); found !== null; found = PARAMETER.exec(header)) {
      const value = found[2];
      parameters[found[1].toLowerCase()] = value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, "$1") : value;
    }
  }
  return { type: type.toLowerCase(), parameters };
}

/**
 * @param {{type: string, parameters?: Record<string, string>}} value
 * @returns {string}
 */
function print({ type, parameters = {} }) {
  let text = type;
  for (const name of Object.keys(parameters)) {
    const value = String(parameters[name]);
    text += `; ${name}=${TOKEN.test(value) ? value : `"${value.replace(/([\\"])/g, "\\$1")}"`}`;
  }
  return text;
}

/**
 * @param {string} header value of Content-Type
 * @returns {string} with the charset UTF-8, whatever it was
 */
function withUtf8(header) {
  if (header === "application/json; charset=utf-8" || header === "text/html; charset=utf-8") return header;
  const semicolon = header.indexOf(";");
  const type = (semicolon < 0 ? header : header.slice(0, semicolon)).trim();
  if (!NAME.test(type)) throw new TypeError(`Invalid type: ${type.toLowerCase()}`);
  const parsed = parse(header);
  parsed.parameters.charset = "utf-8";
  return print(parsed);
}

/**
 * @param {string} value of Content-Type
 * @param {string[]} kinds such as `json`, `text/*`, `+json`
 * @returns {string | false} the kind that it is of, or the type where the kind has a wildcard
 */
function typeIs(value, kinds = []) {
  if (typeof value !== "string") return false;
  const end = value.indexOf(";");
  const type = (end < 0 ? value : value.slice(0, end)).trim().toLowerCase();
  if (!NAME.test(type)) return false;
  if (kinds.length === 0) return type;
  for (const kind of kinds) {
    const wanted = wholeKind(kind);
    if (wanted && fits(wanted, type)) return kind.startsWith("+") || kind.includes("*") ? type : kind;
  }
  return false;
}

function wholeKind(kind) {
  if (kind === "urlencoded") return "application/x-www-form-urlencoded";
  if (kind === "multipart") return "multipart/*";
  if (kind.startsWith("+")) return `*/*${kind}`;
  return kind.includes("/") ? kind.toLowerCase() : typeOfFile(kind);
}

function fits(wanted, type) {
  if (wanted === type) return true;
  const [wantedMain, wantedSub] = wanted.split("/");
  const [main, sub] = type.split("/");
  if (wantedSub === undefined || (wantedMain !== "*" && wantedMain !== main)) return false;
  if (wantedSub.startsWith("*+")) return sub.length + 1 >= wantedSub.length && sub.endsWith(wantedSub.slice(1));
  return wantedSub === "*" || wantedSub === sub;
}

/**
 * @param {import("http").IncomingMessage} request
 * @returns {boolean} whether a body comes with it, perhaps an empty one
 */
function hasBody(request) {
  const { headers } = request;
  return headers["transfer-encoding"] !== undefined || !Number.isNaN(Number.parseInt(headers["content-length"], 10));
}

/**
 * @param {import("http").IncomingMessage} request
 * @param {string[]} kinds
 * @returns {string | false | null} as `typeIs` says it; null when there is no body
 */
function typeOfRequest(request, kinds) {
  if (!hasBody(request)) return null;
  return typeIs(request.headers["content-type"], kinds);
}

module.exports = { typeOfFile, contentType, parse, print, withUtf8, typeIs, hasBody, typeOfRequest };
