"use strict";

// Forms as bytes: `multipart/form-data` (RFC 7578) and `application/x-www-form-urlencoded`.

const { Blob, File } = require("internal/blob");
const { FormData } = require("internal/form_data");

/**
 * @param {FormData} form
 * @returns {[Buffer, string]} its bytes and their type
 */
function write(form) {
  const digits = String(Math.floor(Math.random() * 1e11)).padStart(11, "0");
  const boundary = `----formdata-undici-0${digits}`;
  const parts = [];
  for (const [name, value] of form) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(lines(name))}"`;
    if (typeof value === "string") {
      parts.push(Buffer.from(`${head}\r\n\r\n${lines(value)}\r\n`));
    } else {
      const type = value.type || "application/octet-stream";
      const filename = value.name === "" ? "" : `; filename="${escaped(value.name)}"`;
      parts.push(Buffer.from(`${head}${filename}\r\nContent-Type: ${type}\r\n\r\n`));
      parts.push(Blob.bytes(value), Buffer.from("\r\n"));
    }
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return [Buffer.concat(parts), `multipart/form-data; boundary=${boundary}`];
}

/** Every end of a line as a form sends it. */
function lines(text) {
  return text.replace(/\r?\n|\r/g, "\r\n");
}

function escaped(name) {
  return name.replaceAll("\n", "%0A").replaceAll("\r", "%0D").replaceAll('"', "%22");
}

/**
 * @param {Buffer} bytes
 * @param {string | null} type of them, as the header field says it
 * @returns {FormData}
 */
function read(bytes, type) {
  const essence = (type ?? "").split(";", 1)[0].trim().toLowerCase();
  if (essence === "multipart/form-data") {
    try {
      return readParts(bytes, parameter(type, "boundary"));
    } catch (cause) {
      throw new TypeError("Failed to parse body as FormData.", { cause });
    }
  }
  if (essence === "application/x-www-form-urlencoded") {
    const form = new FormData();
    for (const [name, value] of new URLSearchParams(bytes.toString())) form.append(name, value);
    return form;
  }
  throw new TypeError('Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".');
}

/** The parameter `name` of a field's value; what stands in the quotes of another is none. */
function parameter(value, name) {
  for (const [, key, quoted, token] of value.matchAll(/;\s*([^=;\s]+)=(?:"([^"]*)"|([^;\s]*))/g)) {
    if (key.toLowerCase() === name) return quoted ?? token;
  }
  return undefined;
}

function readParts(bytes, boundary) {
  if (boundary === undefined) throw new TypeError("missing boundary in content-type header");
  const form = new FormData();
  const mark = Buffer.from(`--${boundary}`);
  let at = bytes.indexOf(mark);
  if (at < 0) throw new TypeError("no boundary found in multipart body");
  while (true) {
    at += mark.length;
    if (bytes.toString("latin1", at, at + 2) === "--") return form;
    if (bytes.toString("latin1", at, at + 2) !== "\r\n") throw new TypeError("expected CRLF");
    const [head, start] = readHead(bytes, at + 2);
    const end = bytes.indexOf(`\r\n--${boundary}`, start - 2);
    if (end < 0) throw new TypeError("expected boundary after body");
    add(form, head, bytes.subarray(start, Math.max(start, end)));
    at = end + 2;
  }
}

/** The fields of a part, and where its body begins. */
function readHead(bytes, from) {
  const head = { name: undefined, filename: undefined, type: undefined, encoding: undefined };
  let at = from;
  while (true) {
    const end = bytes.indexOf("\r\n", at);
    if (end < 0) throw new TypeError("expected CRLF");
    const line = bytes.toString("utf8", at, end);
    at = end + 2;
    if (line === "") break;
    const colon = line.indexOf(":");
    if (colon <= 0) throw new TypeError("expected :");
    note(head, line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  if (head.name === undefined) throw new TypeError("header name is null");
  return [head, at];
}

function note(head, field, value) {
  if (field === "content-type") head.type = value;
  else if (field === "content-transfer-encoding") head.encoding = value.toLowerCase();
  else if (field === "content-disposition") {
    if (!/^form-data(;|$|\s)/i.test(value)) throw new TypeError("expected form-data for content-disposition header");
    const name = parameter(value, "name");
    if (name === undefined) throw new TypeError("name attribute is required in content-disposition header");
    head.name = unescaped(name);
    const coded = /;\s*filename\*=utf-8''([^;\s]*)/i.exec(value)?.[1];
    const filename = parameter(value, "filename");
    if (coded !== undefined) head.filename = decodeURIComponent(coded);
    else if (filename !== undefined) head.filename = unescaped(filename);
  }
}

function unescaped(name) {
  return name.replace(/%0A/gi, "\n").replace(/%0D/gi, "\r").replaceAll("%22", '"');
}

function add(form, head, bytes) {
  const body = head.encoding === "base64" ? Buffer.from(bytes.toString("latin1"), "base64") : bytes;
  if (head.filename === undefined) form.append(head.name, new TextDecoder().decode(body));
  else form.append(head.name, new File([body], head.filename, { type: head.type ?? "text/plain" }));
}

module.exports = { write, read };
