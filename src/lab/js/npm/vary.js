"use strict";

// The field Vary of an answer (RFC 9110, section 12.5.5), with the functions of the package `vary`.

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * Adds names of fields to the Vary of an answer.
 * @param {import("http").ServerResponse} response
 * @param {string | string[]} field
 */
function vary(response, field) {
  if (typeof response?.getHeader !== "function" || typeof response.setHeader !== "function") {
    throw new TypeError("res argument is required");
  }
  const present = response.getHeader("Vary") || "";
  const value = append(Array.isArray(present) ? present.join(", ") : String(present), field);
  if (value) response.setHeader("Vary", value);
}

/**
 * @param {string} header what Vary says so far
 * @param {string | string[]} field
 * @returns {string} with the names that were not there
 */
function append(header, field) {
  if (typeof header !== "string") throw new TypeError("header argument is required");
  if (!field) throw new TypeError("field argument is required");
  const fields = Array.isArray(field) ? field : names(String(field));
  for (const name of fields) {
    if (!NAME.test(name)) throw new TypeError("field argument contains an invalid header name");
  }
  if (header === "*") return header;
  const known = names(header.toLowerCase());
  if (fields.includes("*") || known.includes("*")) return "*";
  let value = header;
  for (const name of fields) {
    const lower = name.toLowerCase();
    if (known.includes(lower)) continue;
    known.push(lower);
    value = value ? `${value}, ${name}` : name;
  }
  return value;
}

function names(header) {
  return header.split(",").map((name) => name.trim()).filter((name) => name !== "");
}

module.exports = vary;
module.exports.append = append;
