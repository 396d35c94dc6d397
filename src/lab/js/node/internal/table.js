"use strict";

// `console.table`.

const { inspect } = require("internal/inspect");
const { width } = require("internal/layout");
const { kindOf } = require("internal/kinds");

const INDEX = "(index)";
const VALUES = "Values";

/**
 * @param {object} data rows: an array, an object, a Map or a Set
 * @param {string[]} [wanted] the columns
 * @returns {string} with lines around
 */
function table(data, wanted = undefined) {
  const kind = kindOf(data);
  const isCollection = kind === "Map" || kind === "Set";
  const first = isCollection ? "(iteration index)" : INDEX;
  const rows = isCollection ? [...data] : Object.keys(data).map((key) => data[key]);
  const names = isCollection ? rows.map((_, index) => index) : Object.keys(data);
  if (kind === "Map") {
    const cells = rows.map(([key, value], index) => [`${index}`, shown(key), shown(value)]);
    return drawn([first, "Key", VALUES], cells);
  }
  const columns = new Map();
  const lonely = [];
  rows.forEach((row, index) => {
    const isPrimitive = row === null || (typeof row !== "object" && typeof row !== "function");
    if (isPrimitive) {
      lonely[index] = shown(row);
      return;
    }
    for (const key of wanted ?? Object.keys(row)) {
      if (!columns.has(key)) columns.set(key, []);
      columns.get(key)[index] = Object.hasOwn(row, key) ? shown(row[key]) : "";
    }
  });
  const heads = [first, ...columns.keys()];
  const lists = [...columns.values()];
  if (lonely.length > 0) {
    heads.push(VALUES);
    lists.push(lonely);
  }
  return drawn(heads, names.map((name, index) => [`${name}`, ...lists.map((list) => list[index] ?? "")]));
}

function shown(value) {
  const depth = value !== null && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length > 2 ? -1 : 0;
  return inspect(value, { maxArrayLength: 3, breakLength: Infinity, depth });
}

function drawn(heads, rows) {
  const widths = heads.map((head, at) => Math.max(width(head), ...rows.map((row) => width(row[at]))) + 2);
  const line = (left, middle, right) => left + widths.map((count) => "─".repeat(count)).join(middle) + right;
  const cells = (row) => `│${row.map((cell, at) => padded(cell, widths[at])).join("│")}│`;
  return [
    line("┌", "┬", "┐"),
    cells(heads),
    line("├", "┼", "┤"),
    ...rows.map(cells),
    line("└", "┴", "┘"),
  ].join("\n");
}

function padded(text, room) {
  return ` ${text}${" ".repeat(room - width(text) - 1)}`;
}

module.exports = { table };
