"use strict";

// How shown entries are laid out: on one line, one below the other, or in columns, and how
// texts are quoted (nodejs.org/api/util.html, `util.inspect`).

const GROUPED_COLUMNS_MAX = 15;
const GROUPED_ENTRIES_MIN = 6;
/** A character is about this much higher than it is wide; columns aim at a square. */
const HEIGHT_OF_A_CHARACTER = 2.5;

const ESCAPES = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\\": "\\\\" };
// eslint-disable-next-line no-control-regex
const NEEDS_ESCAPE = /[\x00-\x1f\x27\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const EACH_ESCAPE = new RegExp(NEEDS_ESCAPE.source, "g");

/**
 * @param {string} text
 * @returns {string} in the quotes that need the fewest escapes
 */
function quoted(text) {
  if (!NEEDS_ESCAPE.test(text)) return `'${text}'`;
  let quote = "'";
  if (text.includes("'")) {
    if (!text.includes('"')) quote = '"';
    else if (!text.includes("`") && !text.includes("${")) quote = "`";
  }
  const escaped = text.replace(EACH_ESCAPE, (char) => {
    if (char === "'") return quote === "'" ? "\\'" : "'";
    if (ESCAPES[char] !== undefined) return ESCAPES[char];
    const code = char.charCodeAt(0);
    return code < 0x100
      ? `\\x${code.toString(16).toUpperCase().padStart(2, "0")}`
      : `\\u${code.toString(16)}`;
  });
  return `${quote}${escaped}${quote}`;
}

/**
 * How many columns `text` takes in a terminal: wide characters two, combining marks none.
 * @param {string} text without colours
 * @returns {number}
 */
function width(text) {
  // eslint-disable-next-line no-control-regex
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let columns = 0;
  for (const char of text.normalize("NFC")) {
    const code = char.codePointAt(0);
    if (isWide(code)) columns += 2;
    else if (!/^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]$/u.test(char)) columns += 1;
  }
  return columns;
}

function isWide(code) {
  return (
    code >= 0x1100 &&
    (code <= 0x115f ||
      (code >= 0x2e80 && code <= 0x3247 && code !== 0x303f) ||
      (code >= 0x3250 && code <= 0x4dbf) ||
      (code >= 0x4e00 && code <= 0xa4c6) ||
      (code >= 0xa960 && code <= 0xa97c) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe30 && code <= 0xfe6b) ||
      (code >= 0xff01 && code <= 0xff60) ||
      (code >= 0xffe0 && code <= 0xffe6) ||
      (code >= 0x1f300 && code <= 0x1f64f) ||
      (code >= 0x1f900 && code <= 0x1f9ff) ||
      (code >= 0x20000 && code <= 0x3fffd))
  );
}

/**
 * @param {string} text
 * @returns {string} without colours
 */
function withoutColors(text) {
  // eslint-disable-next-line no-control-regex
  return text.includes("\x1b") ? text.replace(/\x1b\[[0-9;]*m/g, "") : text;
}

/**
 * Puts more than six short entries of a list in columns.
 * @param {object} ctx the state of this `inspect`
 * @param {string[]} entries
 * @param {unknown[] | undefined} values to the right when all are numbers
 * @returns {string[]} rows, or `entries` when they do not fit
 */
function inColumns(ctx, entries, values) {
  const isCut = ctx.maxArrayLength < entries.length;
  const count = isCut ? entries.length - 1 : entries.length;
  const lengths = entries.slice(0, count).map((entry) => width(ctx.colored ? withoutColors(entry) : entry));
  const longest = Math.max(0, ...lengths) + 2;
  const total = lengths.reduce((sum, length) => sum + length + 2, 0);
  if (longest * 3 + ctx.indent >= ctx.breakLength) return entries;
  if (total / longest <= 5 && longest > 8) return entries;
  const bias = Math.sqrt(longest - total / entries.length);
  const share = Math.max(longest - 3 - bias, 1);
  const columns = Math.min(
    Math.round(Math.sqrt(HEIGHT_OF_A_CHARACTER * share * count) / share),
    Math.floor((ctx.breakLength - ctx.indent) / longest),
    ctx.compact * 4,
    GROUPED_COLUMNS_MAX,
  );
  if (columns <= 1) return entries;
  const widths = [];
  for (let column = 0; column < columns; column += 1) {
    let widest = 0;
    for (let at = column; at < count; at += columns) widest = Math.max(widest, lengths[at]);
    widths.push(widest + 2);
  }
  const toTheRight =
    values !== undefined &&
    values.every((value) => typeof value === "number" || typeof value === "bigint");
  const rows = [];
  for (let start = 0; start < count; start += columns) {
    const end = Math.min(start + columns, count);
    let row = "";
    for (let at = start; at < end; at += 1) {
      const isLast = at === end - 1;
      const cell = isLast ? entries[at] : `${entries[at]}, `;
      const room = widths[at - start] - (isLast ? 2 : 0) - lengths[at] - (isLast ? 0 : 2);
      if (toTheRight) row += " ".repeat(room) + cell;
      else row += isLast ? cell : cell + " ".repeat(room);
    }
    rows.push(row);
  }
  if (isCut) rows.push(entries[count]);
  return rows;
}

/**
 * Joins entries with braces, on one line where Node does so.
 * @param {object} ctx
 * @param {string[]} entries
 * @param {string} base what stands before the entries, such as a function's name
 * @param {[string, string]} braces
 * @param {boolean} isList array-like: more than six may be put in columns
 * @param {number} depth of the value
 * @param {unknown[]} [values]
 * @returns {string}
 */
function joined(ctx, entries, base, braces, isList, depth, values = undefined) {
  const indentation = `\n${" ".repeat(ctx.indent)}`;
  if (ctx.compact === true) {
    if (fitsOneLine(ctx, entries, 0, base)) {
      return `${braces[0]}${base ? ` ${base}` : ""} ${entries.join(", ")} ${braces[1]}`;
    }
    const head = base === "" && braces[0].length === 1 ? " " : `${base ? ` ${base}` : ""}${indentation}  `;
    return `${braces[0]}${head}${entries.join(`,${indentation}  `)} ${braces[1]}`;
  }
  const before = base ? `${base} ` : "";
  let rows = entries;
  if (typeof ctx.compact === "number" && ctx.compact >= 1) {
    if (isList && entries.length > GROUPED_ENTRIES_MIN) rows = inColumns(ctx, entries, values);
    if (ctx.current - depth < ctx.compact && entries.length === rows.length) {
      const start = rows.length + ctx.indent + braces[0].length + base.length + 10;
      const line = fitsOneLine(ctx, rows, start, base) ? rows.join(", ") : "\n";
      if (!line.includes("\n")) return `${before}${braces[0]} ${line} ${braces[1]}`;
    }
  }
  return `${before}${braces[0]}${indentation}  ${rows.join(`,${indentation}  `)}${indentation}${braces[1]}`;
}

function fitsOneLine(ctx, entries, start, base) {
  let total = entries.length + start;
  if (total + entries.length > ctx.breakLength) return false;
  for (const entry of entries) {
    total += ctx.colored ? withoutColors(entry).length : entry.length;
    if (total > ctx.breakLength) return false;
  }
  return base === "" || !base.includes("\n");
}

module.exports = { quoted, width, joined };
