"use strict";

// What stands around and between the entries of each kind of object in `util.inspect`.

const { kindOf, types, typedArrayName } = require("internal/kinds");
const { formatValue, formatPrimitive, formatNumber, formatProperty } = require("internal/inspect");

const errorPrototype = Error.prototype;
const hasOwn = Object.hasOwn;
// A program may take the prototype of a collection away.
const sizeOfMap = Object.getOwnPropertyDescriptor(Map.prototype, "size").get;
const sizeOfSet = Object.getOwnPropertyDescriptor(Set.prototype, "size").get;

/**
 * @typedef {object} Shape
 * @property {string} [whole] all there is to show
 * @property {string} short what stands for it where it lies too deep
 * @property {string} base
 * @property {[string, string]} braces
 * @property {(string | symbol)[]} keys
 * @property {boolean} isList
 * @property {(ctx: object, value: object, depth: number) => string[]} entries
 */

/**
 * @param {object} ctx the state of this `inspect`
 * @param {object} value
 * @param {boolean} typed whether it is shown as part of a buffer
 * @param {number} depth
 * @returns {Shape}
 */
function describe(ctx, value, typed, depth) {
  const constructor = constructorName(value);
  const tag = tagOf(value);
  const prefix = (fallback, size = "") => prefixOf(constructor, tag, fallback, size);
  const short = prefix(Array.isArray(value) ? "Array" : "Object").slice(0, -1);
  const shape = {
    short: constructor === null ? short : `[${short}]`,
    base: "",
    braces: ["{", "}"],
    keys: [],
    isList: false,
    entries: () => [],
  };
  const what = { ctx, value, constructor, tag, prefix, shape, typed, depth };
  if (Array.isArray(value)) return ofArray(what);
  if (typeof value === "function") return ofFunction(what);
  if (types.isTypedArray(value)) return ofTypedArray(what);
  shape.keys = keysOf(value, ctx.showHidden);
  const byKind = KINDS[kindOf(value)];
  if (byKind !== undefined) return byKind(what);
  // Libraries make errors from functions whose prototypes come from Error's.
  return errorPrototype.isPrototypeOf(value) ? KINDS.Error(what) : ofPlain(what);
}

function ofPlain({ value, constructor, tag, prefix, shape }) {
  const isModule = types.isModuleNamespaceObject(value);
  if (isModule) {
    shape.braces[0] = `[Module${constructor === null ? ": null prototype" : ""}] {`;
  } else if (constructor === null && Object.getPrototypeOf(value) !== null) {
    const { inspect } = require("internal/inspect");
    const above = inspect(Object.getPrototypeOf(value), { depth: -1 });
    shape.braces[0] = `Object <${above === "[Object: null prototype]" ? `${above} {}` : above}> {`;
  } else if (constructor !== "Object" || tag !== "") {
    shape.braces[0] = `${prefix("Object")}{`;
  }
  if (shape.keys.length === 0) shape.whole = `${shape.braces[0]}}`;
  return shape;
}

function ofArray({ ctx, value, constructor, tag, prefix, shape }) {
  const before = constructor !== "Array" || tag !== "" ? prefix("Array", `(${value.length})`) : "";
  shape.keys = keysOf(value, ctx.showHidden).filter((key) => !isIndex(key));
  shape.braces = [`${before}[`, "]"];
  shape.isList = true;
  shape.entries = arrayEntries;
  if (value.length === 0 && shape.keys.length === 0) shape.whole = `${before}[]`;
  return shape;
}

function isIndex(key) {
  return typeof key === "string" && /^(0|[1-9]\d{0,9})$/.test(key) && Number(key) < 2 ** 32 - 1;
}

function arrayEntries(ctx, list, depth) {
  const entries = [];
  let at = 0;
  while (at < list.length && entries.length < ctx.maxArrayLength) {
    if (hasOwn(list, at)) {
      ctx.indent += 2;
      entries.push(elementOf(ctx, list, at, depth));
      ctx.indent -= 2;
      at += 1;
    } else {
      const start = at;
      at = nextIndex(list, at);
      const count = at - start;
      entries.push(ctx.stylize(`<${count} empty item${count > 1 ? "s" : ""}>`, "undefined"));
    }
  }
  if (at < list.length) entries.push(moreItems(list.length - at));
  return entries;
}

function elementOf(ctx, list, at, depth) {
  const property = Object.getOwnPropertyDescriptor(list, at);
  if (property.get !== undefined || property.set !== undefined) {
    return formatProperty(ctx, list, depth, String(at), true).replace(/^[^:]*: /, "");
  }
  return formatValue(ctx, property.value, depth);
}

/** The next place after `at` that holds something; a list may have millions of holes. */
function nextIndex(list, at) {
  if (list.length - at < 1000) {
    let next = at;
    while (next < list.length && !hasOwn(list, next)) next += 1;
    return next;
  }
  const next = Object.keys(list).find((key) => isIndex(key) && Number(key) > at);
  return next === undefined ? list.length : Number(next);
}

function moreItems(count) {
  return `... ${count} more item${count > 1 ? "s" : ""}`;
}

function ofTypedArray({ ctx, value, constructor, prefix, shape }) {
  const before = prefix(constructor === null ? typedArrayName(value) : "", `(${value.length})`);
  shape.keys = keysOf(value, ctx.showHidden).filter((key) => !isIndex(key));
  shape.braces = [`${before}[`, "]"];
  shape.isList = true;
  if (value.length === 0 && shape.keys.length === 0 && !ctx.showHidden) shape.whole = `${before}[]`;
  shape.entries = (_, list, depth) => {
    const count = Math.min(ctx.maxArrayLength, list.length);
    const entries = [];
    for (let at = 0; at < count; at += 1) entries.push(formatPrimitive(ctx.stylize, list[at], ctx));
    if (count < list.length) entries.push(moreItems(list.length - count));
    if (ctx.showHidden) {
      ctx.indent += 2;
      for (const key of ["BYTES_PER_ELEMENT", "length", "byteLength", "byteOffset", "buffer"]) {
        entries.push(`[${key}]: ${formatValue(ctx, list[key], depth, true)}`);
      }
      ctx.indent -= 2;
    }
    return entries;
  };
  return shape;
}

function ofFunction({ ctx, value, constructor, tag, shape }) {
  shape.keys = keysOf(value, ctx.showHidden);
  const isClass = Function.prototype.toString.call(value).startsWith("class");
  shape.base = isClass ? classBase(value, constructor, tag) : functionBase(value, constructor, tag);
  if (shape.keys.length === 0) shape.whole = ctx.stylize(shape.base, "special");
  return shape;
}

function classBase(value, constructor, tag) {
  const name = (hasOwn(value, "name") && value.name) || "(anonymous)";
  let base = `class ${name}`;
  if (constructor !== "Function" && constructor !== null) base += ` [${constructor}]`;
  if (tag !== "" && constructor !== tag) base += ` [${tag}]`;
  if (constructor === null) return `[${base} extends null]`;
  const above = Object.getPrototypeOf(value).name;
  return above ? `[${base} extends ${above}]` : `[${base}]`;
}

function functionBase(value, constructor, tag) {
  let type = "Function";
  if (types.isGeneratorFunction(value)) type = `Generator${type}`;
  if (types.isAsyncFunction(value)) type = `Async${type}`;
  let base = `[${type}`;
  if (constructor === null) base += " (null prototype)";
  base += value.name === "" ? " (anonymous)" : `: ${value.name}`;
  base += "]";
  if (constructor !== type && constructor !== null) base += ` ${constructor}`;
  if (tag !== "" && constructor !== tag) base += ` [${tag}]`;
  return base;
}

const KINDS = {
  Map({ value, prefix, shape }) {
    const size = sizeOfMap.call(value);
    const before = prefix("Map", `(${size})`);
    shape.braces[0] = `${before}{`;
    if (size === 0 && shape.keys.length === 0) shape.whole = `${before}{}`;
    shape.entries = (ctx, map, depth) =>
      limited(ctx, Map.prototype.entries.call(map), size, ([key, item]) =>
        `${formatValue(ctx, key, depth)} => ${formatValue(ctx, item, depth)}`);
    return shape;
  },
  Set({ value, prefix, shape }) {
    const size = sizeOfSet.call(value);
    const before = prefix("Set", `(${size})`);
    shape.braces[0] = `${before}{`;
    if (size === 0 && shape.keys.length === 0) shape.whole = `${before}{}`;
    shape.entries = (ctx, set, depth) => limited(ctx, Set.prototype.values.call(set), size, (item) => formatValue(ctx, item, depth));
    return shape;
  },
  "Map Iterator": ofIterator,
  "Set Iterator": ofIterator,
  Arguments({ shape }) {
    shape.braces[0] = "[Arguments] {";
    if (shape.keys.length === 0) shape.whole = "[Arguments] {}";
    return shape;
  },
  RegExp({ ctx, value, prefix, shape, depth }) {
    shape.base = withPrefix(prefix("RegExp"), "RegExp", textOfPattern(value));
    if (shape.keys.length === 0 || depth > ctx.depth) shape.whole = ctx.stylize(shape.base, "regexp");
    return shape;
  },
  Date({ ctx, value, prefix, shape }) {
    const time = Date.prototype.getTime.call(value);
    const shown = Number.isNaN(time) ? "Invalid Date" : Date.prototype.toISOString.call(value);
    shape.base = withPrefix(prefix("Date"), "Date", shown);
    if (shape.keys.length === 0) shape.whole = ctx.stylize(shape.base, "date");
    return shape;
  },
  Error(what) {
    return require("internal/inspect_error").ofError(what);
  },
  ArrayBuffer: ofBuffer("ArrayBuffer"),
  SharedArrayBuffer: ofBuffer("SharedArrayBuffer"),
  DataView({ prefix, shape }) {
    shape.braces[0] = `${prefix("DataView")}{`;
    shape.keys.unshift("byteLength", "byteOffset", "buffer");
    return shape;
  },
  Promise({ prefix, shape }) {
    shape.braces[0] = `${prefix("Promise")}{`;
    shape.entries = (ctx, promise, depth) => {
      const state = host.promiseState(promise);
      if (state === "pending") return [ctx.stylize("<pending>", "special")];
      ctx.indent += 2;
      const shown = formatValue(ctx, host.promiseResult(promise), depth);
      ctx.indent -= 2;
      return [state === "rejected" ? `${ctx.stylize("<rejected>", "special")} ${shown}` : shown];
    };
    return shape;
  },
  WeakMap: ofUnknown("WeakMap", "<items unknown>"),
  WeakSet: ofUnknown("WeakSet", "<items unknown>"),
  WeakRef({ prefix, shape }) {
    shape.braces[0] = `${prefix("WeakRef")}{`;
    if (shape.keys.length === 0) shape.whole = `${shape.braces[0]}}`;
    return shape;
  },
  Generator({ shape, prefix }) {
    shape.braces[0] = `${prefix("Object")}{`;
    if (shape.keys.length === 0) shape.whole = `${shape.braces[0]}}`;
    return shape;
  },
  Number: ofBoxed("Number", Number.prototype.valueOf),
  String: ofBoxed("String", String.prototype.valueOf),
  Boolean: ofBoxed("Boolean", Boolean.prototype.valueOf),
  BigInt: ofBoxed("BigInt", BigInt.prototype.valueOf),
  Symbol: ofBoxed("Symbol", Symbol.prototype.valueOf),
};
KINDS.AsyncGenerator = KINDS.Generator;

function ofIterator({ tag, shape }) {
  shape.braces[0] = `[${tag}] {`;
  // The engine tells nobody where an iterator stands.
  shape.entries = (ctx) => [ctx.stylize("<items unknown>", "special")];
  return shape;
}

function ofUnknown(name, words) {
  return ({ prefix, shape }) => {
    shape.braces[0] = `${prefix(name)}{`;
    shape.entries = (ctx) => [ctx.stylize(words, "special")];
    return shape;
  };
}

function ofBuffer(name) {
  return ({ value, prefix, shape, typed }) => {
    const before = prefix(name);
    if (typed && shape.keys.length === 0) {
      shape.whole = `${before}{ [byteLength]: ${formatNumber(value.byteLength)} }`;
    }
    shape.braces[0] = `${before}{`;
    shape.keys.unshift("byteLength");
    if (!typed) shape.entries = bufferContents;
    return shape;
  };
}

function bufferContents(ctx, buffer) {
  const bytes = new Uint8Array(buffer);
  const count = Math.min(Math.max(0, ctx.maxArrayLength), bytes.length);
  const pairs = Array.from(bytes.subarray(0, count), (byte) => byte.toString(16).padStart(2, "0"));
  const more = bytes.length - count;
  if (more > 0) pairs.push(`... ${more} more byte${more > 1 ? "s" : ""}`);
  return [`${ctx.stylize("[Uint8Contents]", "special")}: <${pairs.join(" ")}>`];
}

function ofBoxed(type, valueOf) {
  return ({ ctx, value, constructor, tag, shape }) => {
    if (type === "String") shape.keys = shape.keys.filter((key) => !isIndex(key));
    let base = `[${type}`;
    if (type !== constructor) base += constructor === null ? " (null prototype)" : ` (${constructor})`;
    base += `: ${formatPrimitive((text) => text, valueOf.call(value), ctx)}]`;
    if (tag !== "" && tag !== constructor) base += ` [${tag}]`;
    shape.base = base;
    if (shape.keys.length === 0) shape.whole = ctx.stylize(base, type.toLowerCase());
    return shape;
  };
}

function limited(ctx, items, size, format) {
  const entries = [];
  ctx.indent += 2;
  for (const item of items) {
    if (entries.length >= ctx.maxArrayLength) {
      entries.push(moreItems(size - entries.length));
      break;
    }
    entries.push(format(item));
  }
  ctx.indent -= 2;
  return entries;
}

/** A pattern may have lost its prototype, and with it what `toString` reads. */
function textOfPattern(value) {
  if (value instanceof RegExp) return RegExp.prototype.toString.call(value);
  const read = (name) => Object.getOwnPropertyDescriptor(RegExp.prototype, name).get.call(value);
  const flags = [["hasIndices", "d"], ["global", "g"], ["ignoreCase", "i"], ["multiline", "m"], ["dotAll", "s"], ["unicode", "u"], ["unicodeSets", "v"], ["sticky", "y"]];
  return `/${read("source")}/${flags.filter(([name]) => read(name)).map(([, letter]) => letter).join("")}`;
}

function withPrefix(prefix, usual, shown) {
  return prefix === `${usual} ` ? shown : `${prefix}${shown}`;
}

/** The own keys that are shown: enumerable ones, or all. */
function keysOf(value, all) {
  const symbols = Object.getOwnPropertySymbols(value);
  if (all) return [...Object.getOwnPropertyNames(value), ...symbols];
  const isShown = (symbol) => Object.prototype.propertyIsEnumerable.call(value, symbol);
  let keys;
  try {
    keys = Object.keys(value);
  } catch {
    // The namespace of a module that has not run yet.
    keys = Object.getOwnPropertyNames(value);
  }
  return symbols.length === 0 ? keys : [...keys, ...symbols.filter(isShown)];
}

/** The name of what made it, from the nearest prototype that has one; `null` without prototype. */
function constructorName(value) {
  for (let object = value; object !== null; object = Object.getPrototypeOf(object)) {
    // To read it of a promise has a meaning of its own, see host/context.rs.
    const made = object === Promise.prototype ? { value: Promise } : Object.getOwnPropertyDescriptor(object, "constructor");
    if (typeof made?.value === "function" && made.value.name !== "" && isInstance(value, made.value)) {
      return String(made.value.name);
    }
  }
  return null;
}

function isInstance(value, constructor) {
  try {
    return value instanceof constructor;
  } catch {
    return false;
  }
}

function tagOf(value) {
  const tag = value[Symbol.toStringTag];
  const isShownAsKey = Object.prototype.propertyIsEnumerable.call(value, Symbol.toStringTag);
  return typeof tag !== "string" || isShownAsKey ? "" : tag;
}

function prefixOf(constructor, tag, fallback, size = "") {
  if (constructor === null) {
    const more = tag !== "" && fallback !== tag ? `[${tag}] ` : "";
    return `[${fallback}${size}: null prototype] ${more}`;
  }
  return tag !== "" && constructor !== tag ? `${constructor}${size} [${tag}] ` : `${constructor}${size} `;
}

module.exports = { describe, constructorName };
