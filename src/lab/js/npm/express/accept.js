"use strict";

// Which of the forms that a server has suit a client best: Accept and its kin (RFC 9110, section 12.5).

const { typeOfFile } = require("npm/express/media_types");

/**
 * @param {import("http").IncomingMessage} request
 * @param {string[]} offered media types or their short names
 * @returns {string | string[] | false} the best; without an offer all that the client named
 */
function types(request, offered) {
  const field = request.headers.accept;
  if (offered.length === 0) return ranked(read(field ?? "*/*", "type")).map((one) => one.name);
  if (field === undefined || field === "") return offered[0];
  const wanted = read(field, "type");
  const known = offered.map((name) => (name.includes("/") ? name : typeOfFile(name)));
  const [best] = order(known.filter(Boolean), wanted, typeFit);
  return best === undefined ? false : offered[known.indexOf(best)];
}

/** @param {import("http").IncomingMessage} request @param {string[]} offered @returns {string | string[] | false} */
function charsets(request, offered) {
  const wanted = read(request.headers["accept-charset"] ?? "*", "name");
  if (offered.length === 0) return ranked(wanted).map((one) => one.name);
  return order(offered, wanted, nameFit)[0] ?? false;
}

/** @param {import("http").IncomingMessage} request @param {string[]} offered @returns {string | string[] | false} */
function encodings(request, offered) {
  const wanted = read(request.headers["accept-encoding"] ?? "", "name");
  // What is not encoded suits everyone who does not refuse it.
  if (!wanted.some(({ name }) => name === "*" || name.toLowerCase() === "identity")) {
    const least = Math.min(1, ...wanted.map(({ quality }) => quality || 1));
    wanted.push({ name: "identity", quality: least, index: wanted.length });
  }
  if (offered.length === 0) return ranked(wanted).map((one) => one.name);
  return order(offered, wanted, nameFit)[0] ?? false;
}

/** @param {import("http").IncomingMessage} request @param {string[]} offered @returns {string | string[] | false} */
function languages(request, offered) {
  const wanted = read(request.headers["accept-language"] ?? "*", "name");
  if (offered.length === 0) return ranked(wanted).map((one) => one.name);
  return order(offered, wanted, languageFit)[0] ?? false;
}

/** @returns {Array<{name: string, quality: number, index: number, params: Record<string, string>}>} */
function read(field, kind) {
  const all = [];
  for (const [index, part] of split(field, ",").entries()) {
    const [name, ...rest] = split(part, ";").map((text) => text.trim());
    if (name === "" || (kind === "type" && !/^[^\s/;]+\/[^\s;]+$/.test(name))) continue;
    let quality = 1;
    const params = {};
    for (const one of rest) {
      const equals = one.indexOf("=");
      const key = (equals === -1 ? one : one.slice(0, equals)).trim().toLowerCase();
      const value = equals === -1 ? "" : one.slice(equals + 1).trim().replace(/^"(.*)"$/, "$1");
      if (key === "q") {
        quality = parseFloat(value);
        break;
      }
      params[key] = value;
    }
    all.push({ name, quality, index, params });
  }
  return all;
}

/** Cuts outside quotes. */
function split(text, separator) {
  const parts = [];
  let isQuoted = false;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '"') isQuoted = !isQuoted;
    else if (text[index] === separator && !isQuoted) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

function ranked(wanted) {
  return wanted.filter(({ quality }) => quality > 0).sort((one, other) => other.quality - one.quality || one.index - other.index);
}

/** The offers that suit, the best first: by quality, by how exactly they were named, by the client's order, by ours. */
function order(offered, wanted, fit) {
  const all = offered.map((name, index) => {
    let best = { exact: -1, quality: 0, index: 0 };
    for (const one of wanted) {
      const exact = fit(name, one);
      if (exact === undefined) continue;
      const better = exact - best.exact || one.quality - best.quality || one.index - best.index;
      if (best.exact === -1 || better > 0) best = { exact, quality: one.quality, index: one.index };
    }
    return { name, index, ...best, wantedIndex: best.index, offer: index };
  });
  return all
    .filter(({ quality }) => quality > 0)
    .sort(
      (one, other) =>
        other.quality - one.quality || other.exact - one.exact || one.wantedIndex - other.wantedIndex || one.offer - other.offer,
    )
    .map(({ name }) => name);
}

function typeFit(name, wanted) {
  const [offer] = read(name, "type");
  if (offer === undefined) return undefined;
  const [type, subtype] = offer.name.toLowerCase().split("/");
  const [wantedType, wantedSubtype] = wanted.name.toLowerCase().split("/");
  let exact = 0;
  if (type === wantedType) exact += 4;
  else if (wantedType !== "*") return undefined;
  if (subtype === wantedSubtype) exact += 2;
  else if (wantedSubtype !== "*") return undefined;
  const keys = Object.keys(wanted.params);
  if (keys.length === 0) return exact;
  const suits = keys.every((key) => wanted.params[key] === "*" || wanted.params[key].toLowerCase() === (offer.params[key] ?? "").toLowerCase());
  return suits ? exact + 1 : undefined;
}

function nameFit(name, wanted) {
  if (name.toLowerCase() === wanted.name.toLowerCase()) return 1;
  return wanted.name === "*" ? 0 : undefined;
}

function languageFit(name, wanted) {
  const [offer, asked] = [name.toLowerCase(), wanted.name.toLowerCase()];
  if (offer === asked) return 4;
  if (asked.split("-")[0] === offer) return 2;
  if (offer.split("-")[0] === asked) return 1;
  return asked === "*" ? 0 : undefined;
}

module.exports = { types, charsets, encodings, languages };
