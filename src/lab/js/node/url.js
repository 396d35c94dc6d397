"use strict";

// URLs (nodejs.org/api/url.html); the old `url.parse` as far as servers use it.

const { URL } = require("internal/url");
const { URLSearchParams } = require("internal/url_search");
const { codedError } = require("internal/errors");
const { validateString } = require("internal/validate");

/** What `url.parse` gives. */
function Url() {
  for (const name of ["protocol", "slashes", "auth", "host", "port", "hostname", "hash", "search", "query", "pathname", "path", "href"]) {
    this[name] = null;
  }
}

/**
 * @param {string} text
 * @param {boolean} [parsesQuery]
 * @param {boolean} [slashesHost]
 * @returns {Url}
 */
function parse(text, parsesQuery = false, slashesHost = false) {
  validateString(text, "url");
  const url = new Url();
  let rest = text.trim().replace(/\\/g, "/");
  const protocol = /^[a-z0-9.+-]+:/i.exec(rest)?.[0];
  if (protocol) {
    url.protocol = protocol.toLowerCase();
    rest = rest.slice(protocol.length);
  }
  if (rest.startsWith("//") && (protocol || slashesHost)) {
    url.slashes = true;
    const end = rest.slice(2).search(/[/?#]/);
    const authority = end < 0 ? rest.slice(2) : rest.slice(2, end + 2);
    rest = end < 0 ? "" : rest.slice(end + 2);
    const at = authority.lastIndexOf("@");
    if (at >= 0) url.auth = decodeURIComponent(authority.slice(0, at));
    url.host = authority.slice(at + 1).toLowerCase();
    const port = /:(\d*)$/.exec(url.host);
    url.port = port?.[1] || null;
    url.hostname = (port ? url.host.slice(0, port.index) : url.host).replace(/^\[(.*)\]$/, "$1");
    if (port && port[1] === "") url.host = url.hostname;
    if (rest === "" && /^(https?|ftp|wss?):$/.test(url.protocol ?? "")) rest = "/";
  }
  const hash = rest.indexOf("#");
  if (hash >= 0) [url.hash, rest] = [rest.slice(hash), rest.slice(0, hash)];
  const query = rest.indexOf("?");
  if (query >= 0) [url.search, rest] = [escaped(rest.slice(query)), rest.slice(0, query)];
  if (rest !== "") url.pathname = escaped(rest);
  if (url.search !== null) url.query = url.search.slice(1);
  if (parsesQuery) {
    url.query = require("querystring").parse(url.query ?? "");
    url.search ??= "";
  }
  if (url.pathname !== null || url.search) url.path = `${url.pathname ?? ""}${url.search ?? ""}`;
  url.href = formatOld(url);
  return url;
}

function escaped(text) {
  return text.replace(/[\s"<>`{}|\\^']/g, (char) => encodeURIComponent(char).replace("'", "%27"));
}

function formatOld(url) {
  const auth = url.auth ? `${encodeURIComponent(url.auth).replace("%3A", ":")}@` : "";
  const host = url.host ? auth + url.host : url.hostname ? `${auth}${url.hostname}${url.port ? `:${url.port}` : ""}` : "";
  let search = url.search ?? "";
  if (!search && url.query && typeof url.query === "object") {
    const query = require("querystring").stringify(url.query);
    search = query && `?${query}`;
  }
  const protocol = url.protocol ? `${url.protocol}${url.protocol.endsWith(":") ? "" : ":"}` : "";
  const slashes = url.slashes || (host !== "" && /^(https?|ftp|file):$/.test(protocol)) ? "//" : "";
  return `${protocol}${slashes}${host}${url.pathname ?? ""}${search}${url.hash ?? ""}`;
}

/**
 * @param {URL | Url | object | string} url
 * @param {object} [options]
 * @returns {string}
 */
function format(url, options = undefined) {
  if (typeof url === "string") return formatOld(parse(url));
  if (!(url instanceof URL)) return formatOld(url);
  const copy = new URL(url.href);
  if (options?.fragment === false) copy.hash = "";
  if (options?.search === false) copy.search = "";
  if (options?.auth === false) [copy.username, copy.password] = ["", ""];
  return copy.href;
}

/** @param {string} from @param {string} to @returns {string} */
function resolve(from, to) {
  const base = new URL(from, "http://resolve.invalid");
  const found = new URL(to, base);
  if (found.host !== "resolve.invalid") return found.href;
  return `${found.pathname}${found.search}${found.hash}`;
}

/** @param {string | URL} url @returns {string} */
function fileURLToPath(url) {
  const parsed = typeof url === "string" ? new URL(url) : url;
  if (!(parsed instanceof URL)) throw codedError("ERR_INVALID_ARG_TYPE", "path", ["string", "URL"], url);
  if (parsed.protocol !== "file:") throw codedError("ERR_INVALID_URL_SCHEME", "file");
  if (parsed.hostname !== "") throw codedError("ERR_INVALID_FILE_URL_HOST", "linux");
  if (/%2f/i.test(parsed.pathname)) throw codedError("ERR_INVALID_FILE_URL_PATH", "must not include encoded / characters");
  return decodeURIComponent(parsed.pathname);
}

/** @param {string} path @returns {URL} */
function pathToFileURL(path) {
  validateString(path, "path");
  const absolute = require("path").resolve(path);
  const end = path.endsWith("/") && !absolute.endsWith("/") ? "/" : "";
  const escapedPath = (absolute + end).replace(/[%\\\n\r\t?#]/g, (char) => encodeURIComponent(char));
  return new URL(`file://${escapedPath}`);
}

/** @param {URL} url @returns {object} for `http.request` */
function urlToHttpOptions(url) {
  const options = {
    protocol: url.protocol, hostname: url.hostname.replace(/^\[(.*)\]$/, "$1"), hash: url.hash, search: url.search,
    pathname: url.pathname, path: `${url.pathname}${url.search}`, href: url.href,
  };
  if (url.port !== "") options.port = Number(url.port);
  if (url.username || url.password) options.auth = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return options;
}

module.exports = {
  Url, parse, resolve, resolveObject: (from, to) => parse(resolve(from, to)), format,
  URL, URLSearchParams, domainToASCII: (name) => new URL(`http://${name}`).hostname,
  domainToUnicode: (name) => name, pathToFileURL, fileURLToPath, urlToHttpOptions,
};
