"use strict";

// Values as text, letter for letter as Node shows them (nodejs.org/api/util.html, `util.inspect`).

const { quoted, joined, width } = require("internal/layout");
const { kindOf } = require("internal/kinds");

const custom = Symbol.for("nodejs.util.inspect.custom");

const DEFAULTS = {
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
};

const COLORS = {
  reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24],
  inverse: [7, 27], strikethrough: [9, 29], black: [30, 39], red: [31, 39], green: [32, 39],
  yellow: [33, 39], blue: [34, 39], magenta: [35, 39], cyan: [36, 39], white: [37, 39],
  gray: [90, 39], grey: [90, 39], redBright: [91, 39], greenBright: [92, 39],
  yellowBright: [93, 39], blueBright: [94, 39], magentaBright: [95, 39], cyanBright: [96, 39],
};

const STYLES = {
  special: "cyan", number: "yellow", bigint: "yellow", boolean: "yellow", undefined: "grey",
  null: "bold", string: "green", symbol: "green", date: "magenta", regexp: "red",
  module: "underline",
};

/** A line that is shorter than this is never split. */
const SPLIT_CHARACTERS_MIN = 16;

/**
 * @param {unknown} value
 * @param {object} [options] as the manual lists them
 * @returns {string}
 */
function inspect(value, options = undefined, ...old) {
  const ctx = { ...DEFAULTS, seen: [], indent: 0, current: 0, circular: undefined, budget: {} };
  if (typeof options === "boolean") {
    ctx.showHidden = options;
    if (old[0] !== undefined) ctx.depth = old[0];
    if (old[1] !== undefined) ctx.colors = old[1];
  } else if (options) {
    for (const key of Object.keys(options)) {
      if (key in DEFAULTS || key === "stylize") ctx[key] = options[key];
    }
    ctx.userOptions = options;
  }
  ctx.colored = Boolean(ctx.colors);
  ctx.stylize = ctx.colored ? colored : plain;
  if (ctx.maxArrayLength === null) ctx.maxArrayLength = Infinity;
  if (ctx.maxStringLength === null) ctx.maxStringLength = Infinity;
  if (ctx.depth === null) ctx.depth = Infinity;
  return formatValue(ctx, value, 0);
}

inspect.custom = custom;
inspect.colors = COLORS;
inspect.styles = STYLES;
Object.defineProperty(inspect, "defaultOptions", {
  get: () => DEFAULTS,
  set: (options) => Object.assign(DEFAULTS, options),
});

function plain(text) {
  return text;
}

function colored(text, style) {
  const color = STYLES[style];
  if (color === undefined) return text;
  const [on, off] = COLORS[color];
  return `\x1b[${on}m${text}\x1b[${off}m`;
}

/**
 * One value inside of another.
 * @param {object} ctx the state of this `inspect`
 * @param {unknown} value
 * @param {number} depth how deep it lies
 * @param {boolean} [typed] whether it is shown as part of a buffer
 * @returns {string}
 */
function formatValue(ctx, value, depth, typed = false) {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) {
    return formatPrimitive(ctx.stylize, value, ctx);
  }
  let target = value;
  if (kindOf(value) === "Proxy") {
    if (ctx.showProxy) return formatProxy(ctx, value, depth);
    while (kindOf(target) === "Proxy") target = host.proxyTarget(target);
    if (target === null || target === undefined) return ctx.stylize("<Revoked Proxy>", "special");
  }
  if (ctx.customInspect) {
    const shown = byItself(ctx, value, target, depth);
    if (shown !== undefined) return shown;
  }
  if (ctx.seen.includes(target)) {
    ctx.circular ??= new Map();
    let index = ctx.circular.get(target);
    if (index === undefined) {
      index = ctx.circular.size + 1;
      ctx.circular.set(target, index);
    }
    return ctx.stylize(`[Circular *${index}]`, "special");
  }
  return formatObject(ctx, target, depth, typed);
}

/** What an object's own `[util.inspect.custom]` says of it. */
function byItself(ctx, value, target, depth) {
  const own = target[custom];
  if (typeof own !== "function" || own === inspect) return undefined;
  const constructor = Object.getOwnPropertyDescriptor(target, "constructor");
  if (typeof constructor?.value === "function" && constructor.value.prototype === target) return undefined;
  const room = ctx.depth === Infinity ? Infinity : ctx.depth - depth;
  const options = { ...ctx.userOptions, stylize: ctx.stylize };
  for (const key of Object.keys(DEFAULTS)) options[key] = ctx[key];
  const shown = own.call(value, room, options, inspect);
  if (shown === value) return undefined;
  const text = typeof shown === "object" ? formatValue(ctx, shown, depth) : `${shown}`;
  return text.replaceAll("\n", `\n${" ".repeat(ctx.indent)}`);
}

/**
 * @param {(text: string, style: string) => string} stylize
 * @param {unknown} value no object
 * @param {object} ctx
 * @returns {string}
 */
function formatPrimitive(stylize, value, ctx) {
  switch (typeof value) {
    case "string":
      return formatString(stylize, value, ctx);
    case "number":
      return stylize(formatNumber(value, ctx.numericSeparator), "number");
    case "bigint":
      return stylize(`${ctx.numericSeparator ? grouped(String(value)) : value}n`, "bigint");
    case "symbol":
      return stylize(Symbol.prototype.toString.call(value), "symbol");
    case "boolean":
      return stylize(`${value}`, "boolean");
    default:
      return value === null ? stylize("null", "null") : stylize("undefined", "undefined");
  }
}

function formatString(stylize, value, ctx) {
  let text = value;
  let trailer = "";
  if (text.length > ctx.maxStringLength) {
    const more = text.length - ctx.maxStringLength;
    text = text.slice(0, ctx.maxStringLength);
    trailer = `... ${more} more character${more > 1 ? "s" : ""}`;
  }
  const isLong = text.length > SPLIT_CHARACTERS_MIN && text.length > ctx.breakLength - ctx.indent - 4;
  if (ctx.compact !== true && isLong) {
    const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [text];
    const shown = lines.map((line) => stylize(quoted(line), "string"));
    return shown.join(` +\n${" ".repeat(ctx.indent + 2)}`) + trailer;
  }
  return stylize(quoted(text), "string") + trailer;
}

/** @param {number} value @param {boolean} [separated] @returns {string} */
function formatNumber(value, separated = false) {
  if (Object.is(value, -0)) return "-0";
  if (!separated || !Number.isFinite(value) || String(value).includes("e")) return `${value}`;
  const [whole, part] = String(value).split(".");
  const fraction = part?.replace(/(\d{3})(?=\d)/g, "$1_");
  return fraction === undefined ? grouped(whole) : `${grouped(whole)}.${fraction}`;
}

function grouped(digits) {
  return digits.replace(/\B(?=(\d{3})+$)/g, "_");
}

function formatProxy(ctx, proxy, depth) {
  if (depth > ctx.depth) return ctx.stylize("Proxy [Array]", "special");
  ctx.indent += 2;
  const parts = [host.proxyTarget(proxy), host.proxyHandler(proxy)];
  const shown = parts.map((part) => formatValue(ctx, part, depth + 1));
  ctx.indent -= 2;
  return joined(ctx, shown, "", ["Proxy [", "]"], false, depth + 1);
}

/** The shape of an object: how it begins and ends, and what stands between. */
function formatObject(ctx, value, depth, typed) {
  const { describe } = require("internal/inspect_object");
  const shape = describe(ctx, value, typed, depth);
  if (shape.whole !== undefined) return shape.whole;
  if (depth > ctx.depth) return ctx.stylize(shape.short, "special");
  const deeper = depth + 1;
  ctx.seen.push(value);
  ctx.current = deeper;
  const entries = shape.entries(ctx, value, deeper);
  for (const key of shape.keys) entries.push(formatProperty(ctx, value, deeper, key, shape.isList));
  ctx.seen.pop();
  let base = shape.base;
  const braces = shape.braces;
  const index = ctx.circular?.get(value);
  if (index !== undefined) {
    const reference = ctx.stylize(`<ref *${index}>`, "special");
    if (ctx.compact !== true) base = base === "" ? reference : `${reference} ${base}`;
    else braces[0] = `${reference} ${braces[0]}`;
  }
  if (ctx.sorted) {
    const order = ctx.sorted === true ? undefined : ctx.sorted;
    if (!shape.isList) entries.sort(order);
  }
  return joined(ctx, entries, base, braces, shape.isList, deeper, shape.isList ? [...numbersOf(value)] : undefined);
}

/** The entries of a list up to the first that is no number, which decides how columns align. */
function* numbersOf(list) {
  for (const value of Array.prototype.slice.call(list, 0, 101)) {
    yield value;
    if (typeof value !== "number" && typeof value !== "bigint") return;
  }
}

/**
 * `key: value`.
 * @param {object} ctx
 * @param {object} value the owner
 * @param {number} depth
 * @param {string | symbol} key
 * @param {boolean} isList whether the owner is array-like
 * @returns {string}
 */
function formatProperty(ctx, value, depth, key, isList) {
  const property = Object.getOwnPropertyDescriptor(value, key) ?? {
    // Inherited, as the length of a buffer is: Node marks it like a hidden property.
    value: value[key],
    enumerable: false,
  };
  let between = " ";
  let shown;
  if (property.value !== undefined) {
    const shift = ctx.compact !== true || isList ? 2 : 3;
    ctx.indent += shift;
    shown = formatValue(ctx, property.value, depth);
    if (shift === 3 && ctx.breakLength < width(shown)) between = `\n${" ".repeat(ctx.indent)}`;
    ctx.indent -= shift;
  } else if (property.get !== undefined) {
    shown = formatGetter(ctx, value, property, depth);
  } else if (property.set !== undefined) {
    shown = ctx.stylize("[Setter]", "special");
  } else {
    shown = ctx.stylize("undefined", "undefined");
  }
  return `${formatKey(ctx, key, property.enumerable)}:${between}${shown}`;
}

function formatKey(ctx, key, isEnumerable) {
  if (typeof key === "symbol") {
    const shown = ctx.stylize(Symbol.prototype.toString.call(key), "symbol");
    return isEnumerable === false ? `[${shown}]` : shown;
  }
  if (key === "__proto__") return "['__proto__']";
  if (isEnumerable === false) return `[${key}]`;
  if (/^[a-zA-Z_][a-zA-Z_0-9]*$/.test(key)) return ctx.stylize(key, "name");
  return ctx.stylize(quoted(key), "string");
}

function formatGetter(ctx, owner, property, depth) {
  const label = property.set === undefined ? "Getter" : "Getter/Setter";
  const wanted =
    ctx.getters === true ||
    (ctx.getters === "get" && property.set === undefined) ||
    (ctx.getters === "set" && property.set !== undefined);
  if (!wanted) return ctx.stylize(`[${label}]`, "special");
  try {
    const value = property.get.call(owner);
    ctx.indent += 2;
    const shown =
      value === null || typeof value !== "object"
        ? `${ctx.stylize(`[${label}:`, "special")} ${formatPrimitive(ctx.stylize, value, ctx)}${ctx.stylize("]", "special")}`
        : `${ctx.stylize(`[${label}]`, "special")} ${formatValue(ctx, value, depth)}`;
    ctx.indent -= 2;
    return shown;
  } catch (error) {
    const shown = formatValue(ctx, error, depth);
    return `${ctx.stylize(`[${label}: <Inspection threw (${shown})>`, "special")}]`;
  }
}

module.exports = { inspect, formatValue, formatProperty, formatPrimitive, formatNumber };
