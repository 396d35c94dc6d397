"use strict";

// printf-like texts (nodejs.org/api/util.html, `util.format`).

/**
 * @param {...unknown} values a format and what it names, or values alone
 * @returns {string}
 */
function format(...values) {
  return formatWithOptions({}, ...values);
}

/**
 * @param {object} options of `util.inspect`
 * @param {...unknown} values
 * @returns {string}
 */
function formatWithOptions(options, ...values) {
  const [first, ...rest] = values;
  if (typeof first !== "string") return values.map((value) => shown(value, options)).join(" ");
  if (rest.length === 0) return first;
  let used = 0;
  let text = first;
  if (first.includes("%")) {
    text = first.replace(/%[%sdifjoOc]/g, (place) => {
      if (place === "%%") return "%";
      if (used >= rest.length) return place;
      const value = rest[used];
      used += 1;
      return placed(place[1], value, options);
    });
  }
  const others = rest.slice(used).map((value) => shown(value, options));
  return [text, ...others].join(" ");
}

function shown(value, options) {
  if (typeof value === "string") return value;
  return inspect(value, { ...options, compact: 3, colors: Boolean(options.colors) });
}

function placed(letter, value, options) {
  switch (letter) {
    case "s":
      return asText(value, options);
    case "d":
      if (typeof value === "bigint") return `${value}n`;
      if (typeof value === "symbol") return "NaN";
      return number(Number(value));
    case "i":
      if (typeof value === "bigint") return `${value}n`;
      return typeof value === "symbol" ? "NaN" : number(parseInt(value, 10));
    case "f":
      return typeof value === "symbol" ? "NaN" : number(parseFloat(value));
    case "j":
      return asJson(value);
    case "o":
      return inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 });
    case "O":
      return inspect(value, options);
    default:
      return "";
  }
}

function number(value) {
  return Object.is(value, -0) ? "-0" : `${value}`;
}

function asText(value, options) {
  if (typeof value === "number") return number(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null || hasOwnText(value)) return String(value);
  return inspect(value, { ...options, depth: 0, colors: false, compact: 3 });
}

/** Whether the program says itself how the object is written. */
function hasOwnText(value) {
  if (typeof value.toString !== "function") return false;
  if (Object.hasOwn(value, "toString")) return true;
  let object = value;
  while (object !== null && !Object.hasOwn(object, "toString")) object = Object.getPrototypeOf(object);
  const { constructor } = object;
  if (typeof constructor !== "function") return false;
  const builtIn = [Object, Array, Error, Date, RegExp, Function].includes(constructor);
  if (builtIn) return constructor === Error || constructor === Date ? value instanceof Error : false;
  return !Function.prototype.toString.call(constructor).includes("[native code]");
}

function asJson(value) {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error.message.includes("circular")) return "[Circular]";
    throw error;
  }
}

function inspect(value, options) {
  return require("internal/inspect").inspect(value, options);
}

module.exports = { format, formatWithOptions };
