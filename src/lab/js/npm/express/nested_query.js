"use strict";

// Query strings with nested keys such as `a[b][]=1`, as the package `qs` documents them.

const CHECK_MARK = "utf8=%E2%9C%93";
const CHECK_ENTITY = "utf8=%26%2310003%3B";

const DEFAULTS = {
  depth: 5,
  strictDepth: false,
  arrayLimit: 20,
  parameterLimit: 1000,
  prototypes: false,
  charset: "utf-8",
  charsetSentinel: false,
  interpretNumericEntities: false,
};

/**
 * @param {string} text without the question mark
 * @param {object} [given] options of the package `qs`
 * @returns {object}
 */
function parse(text, given = undefined) {
  if (text === "" || text === null || text === undefined) return {};
  const options = { ...DEFAULTS, ...given };
  let result = {};
  const flat = pairs(String(text), options);
  for (const key of Object.keys(flat)) {
    const one = nested(key, flat[key], options);
    if (one !== undefined) result = merge(result, one, options);
  }
  return compact(result);
}

/** Names as they are written, with their values; several values of one name are an array. */
function pairs(text, options) {
  const flat = Object.create(null);
  let parts = text.split("&", options.parameterLimit === Infinity ? undefined : options.parameterLimit);
  let { charset } = options;
  if (options.charsetSentinel) {
    const sentinel = parts.findIndex((part) => part.startsWith("utf8="));
    if (sentinel >= 0) {
      if (parts[sentinel] === CHECK_MARK) charset = "utf-8";
      else if (parts[sentinel] === CHECK_ENTITY) charset = "iso-8859-1";
      parts = parts.filter((_part, index) => index !== sentinel);
    }
  }
  for (const part of parts) {
    if (part === "") continue;
    const bracket = part.indexOf("]=");
    const equals = bracket < 0 ? part.indexOf("=") : bracket + 1;
    const key = decoded(equals < 0 ? part : part.slice(0, equals), charset);
    let value = equals < 0 ? "" : decoded(part.slice(equals + 1), charset);
    if (options.interpretNumericEntities && charset === "iso-8859-1") {
      value = value.replace(/&#(\d+);/g, (_all, number) => String.fromCharCode(Number(number)));
    }
    if (flat[key] === undefined) flat[key] = value;
    else if (Array.isArray(flat[key])) flat[key].push(value);
    else flat[key] = [flat[key], value];
  }
  for (const key of Object.keys(flat)) flat[key] = limited(flat[key], options);
  return flat;
}

/** A list that is too long becomes an object: someone could ask for one that fills the memory. */
function limited(value, options) {
  return Array.isArray(value) && value.length > options.arrayLimit ? { ...value } : value;
}

function decoded(text, charset) {
  const spaced = text.includes("+") ? text.replace(/\+/g, " ") : text;
  if (!spaced.includes("%")) return spaced;
  if (charset === "iso-8859-1") {
    return spaced.replace(/%[0-9a-f]{2}/gi, (escape) => String.fromCharCode(Number.parseInt(escape.slice(1), 16)));
  }
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/** One name and its value as objects in objects. */
function nested(key, value, options) {
  if (key === "") return undefined;
  const parts = segments(key, options);
  if (parts === undefined) return undefined;
  let leaf = value;
  for (let at = parts.length - 1; at >= 0; at -= 1) leaf = wrapped(parts[at], leaf, options, at === parts.length - 1);
  return leaf;
}

function segments(key, options) {
  const isHidden = (name) => !options.prototypes && Object.hasOwn(Object.prototype, name);
  const first = options.depth > 0 ? key.indexOf("[") : -1;
  if (first < 0) return isHidden(key) ? undefined : [key];
  const parts = [];
  if (first > 0) {
    const parent = key.slice(0, first);
    if (isHidden(parent)) return undefined;
    parts.push(parent);
  }
  let start = first;
  for (let count = 0; start >= 0; count += 1) {
    const end = closing(key, start);
    if (end < 0 || count === options.depth) {
      if (end >= 0 && options.strictDepth) {
        throw new RangeError(`Input depth exceeded depth option of ${options.depth} and strictDepth is true`);
      }
      parts.push(`[${key.slice(start)}]`);
      break;
    }
    if (isHidden(key.slice(start + 1, end))) return undefined;
    parts.push(key.slice(start, end + 1));
    start = key.indexOf("[", end + 1);
  }
  return parts;
}

/** Where the bracket that opens at `start` is closed, with those inside it. */
function closing(key, start) {
  let open = 0;
  for (let at = start; at < key.length; at += 1) {
    if (key[at] === "[") open += 1;
    else if (key[at] === "]") {
      open -= 1;
      if (open === 0) return at;
    }
  }
  return -1;
}

function wrapped(part, leaf, options, isLast) {
  if (part === "[]") return isLast && isObject(leaf) ? leaf : limited([leaf].flat(), options);
  const name = part.startsWith("[") && part.endsWith("]") ? part.slice(1, -1) : part;
  const index = Number.parseInt(name, 10);
  if (name !== part && String(index) === name && index >= 0 && index < options.arrayLimit) {
    const list = [];
    list[index] = leaf;
    return list;
  }
  return name === "__proto__" ? {} : { [name]: leaf };
}

function merge(target, source, options) {
  if (source === null || typeof source !== "object") return [target, source].flat();
  if (target === null || typeof target !== "object") return [target, source].flat();
  if (Array.isArray(target) && Array.isArray(source)) {
    source.forEach((value, index) => {
      const present = target[index];
      if (!Object.hasOwn(target, index)) target[index] = value;
      else if (isObject(present) && isObject(value)) target[index] = merge(present, value, options);
      else target.push(value);
    });
    return limited(target, options);
  }
  const whole = Array.isArray(target) ? { ...target } : target;
  for (const key of Object.keys(source)) {
    whole[key] = Object.hasOwn(whole, key) ? merge(whole[key], source[key], options) : source[key];
  }
  return whole;
}

function isObject(value) {
  return value !== null && typeof value === "object";
}

/** Lists without the places that nobody filled. */
function compact(value) {
  if (!isObject(value)) return value;
  if (Array.isArray(value)) return value.filter((one) => one !== undefined).map(compact);
  for (const key of Object.keys(value)) value[key] = compact(value[key]);
  return value;
}

module.exports = { parse };
