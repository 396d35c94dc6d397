"use strict";

// Queries with brackets, `a[b]=1&c[]=2`, as nested objects and arrays (the documentation of `qs`).

const PARAMETERS_MAX = 1000;
const DEPTH_MAX = 5;
const ARRAY_MAX = 20;

/**
 * @param {string | null} text
 * @param {{prototypes?: boolean, parameters?: number, depth?: number, array?: number}} [options] `prototypes`: names of Object.prototype are allowed
 * @returns {object}
 */
function parse(text, options = {}) {
  const { parameters = PARAMETERS_MAX, depth = DEPTH_MAX, array = ARRAY_MAX } = options;
  const limits = { depth, array, prototypes: Boolean(options.prototypes) };
  const result = {};
  const values = new Map();
  if (!text) return result;
  for (const part of text.split("&").filter(Boolean).slice(0, parameters)) {
    const close = part.indexOf("]=");
    const equals = close === -1 ? part.indexOf("=") : close + 1;
    const key = decode(equals === -1 ? part : part.slice(0, equals));
    const value = equals === -1 ? "" : decode(part.slice(equals + 1));
    const known = values.get(key);
    if (known === undefined) values.set(key, [value]);
    else known.push(value);
  }
  for (const [key, all] of values) {
    const steps = stepsOf(key, limits);
    if (steps !== undefined) place(result, steps, all, limits);
  }
  return settled(result);
}

function decode(text) {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/** `a[b][]` is the steps a, b and "" for a place of an array. */
function stepsOf(key, limits) {
  const names = namesOf(key, limits);
  if (names.length === 0) return undefined;
  if (!limits.prototypes && names.some(({ name }) => Object.hasOwn(Object.prototype, name))) return undefined;
  const unsafe = names.findIndex(({ name }) => name === "__proto__");
  const safe = unsafe === -1 ? names : names.slice(0, unsafe);
  // A place whose value is itself a list is that list.
  return safe.filter((step, index) => step.name !== "" || index === safe.length - 1 || !isPlace(safe[index + 1], limits));
}

function namesOf(key, { depth }) {
  const names = [];
  let open = key.indexOf("[");
  if (open === -1 || depth <= 0) return key === "" ? [] : [{ name: key, isRest: false }];
  if (open > 0) names.push({ name: key.slice(0, open), isRest: false });
  for (let count = 0; open !== -1; count += 1) {
    const close = closing(key, open);
    // What is deeper than it may be, or has no end, is one name with its brackets.
    if (close === -1 || count === depth) {
      names.push({ name: key.slice(open), isRest: true });
      break;
    }
    names.push({ name: key.slice(open + 1, close), isRest: false });
    open = key.indexOf("[", close);
  }
  return names;
}

function closing(key, open) {
  let level = 0;
  for (let index = open; index < key.length; index += 1) {
    if (key[index] === "[") level += 1;
    else if (key[index] === "]") {
      level -= 1;
      if (level === 0) return index;
    }
  }
  return -1;
}

/** A list that grows by index keeps the places apart until all is read. */
class List {
  values = new Map();
}

function place(root, steps, all, limits) {
  let holder = root;
  for (let index = 0; index < steps.length - 1; index += 1) {
    holder = descend(holder, steps[index].name, steps[index + 1], limits);
  }
  const { name } = steps.at(-1) ?? {};
  if (name === undefined) return;
  if (!(holder instanceof List)) {
    const put = (key, values) => (holder[key] = joined(Object.hasOwn(holder, key) ? holder[key] : undefined, values));
    if (name === "") all.forEach((value, index) => put(String(index), [value]));
    else put(name, all);
    return;
  }
  for (const [index, value] of (name === "" ? all : [joined(undefined, all)]).entries()) {
    const key = Number(name) + index;
    holder.values.set(holder.values.has(key) ? nextPlace(holder) : key, value);
  }
}

/** What `next` is to be put into, below `name` of `holder`. */
function descend(holder, name, next, limits) {
  if (holder instanceof List) {
    const key = Number(name);
    const present = holder.values.get(key);
    const isLeaf = present !== undefined && typeof present !== "object";
    const made = container(isLeaf ? undefined : present, next, limits);
    holder.values.set(isLeaf ? nextPlace(holder) : key, made);
    return made;
  }
  const key = name === "" ? "0" : name;
  const present = Object.hasOwn(holder, key) ? holder[key] : undefined;
  if (present === undefined || typeof present === "object") {
    holder[key] = container(present, next, limits);
    return holder[key];
  }
  const list = new List();
  list.values.set(0, present);
  holder[key] = list;
  if (isPlace(next, limits)) return list;
  const made = {};
  list.values.set(1, made);
  return made;
}

function nextPlace(list) {
  return list.values.size === 0 ? 0 : Math.max(...list.values.keys()) + 1;
}

function isPlace({ name, isRest }, { array }) {
  return !isRest && (name === "" || (/^(0|[1-9]\d*)$/.test(name) && Number(name) < array));
}

/** A list while all that is in it are places, else an object. */
function container(present, next, limits) {
  if (present === undefined) return isPlace(next, limits) ? new List() : {};
  if (present instanceof List && !isPlace(next, limits)) return Object.fromEntries(present.values);
  return present;
}

function joined(present, all) {
  if (present === undefined && all.length === 1) return all[0];
  const list = present instanceof List ? present : new List();
  if (list !== present && present !== undefined) list.values.set(0, present);
  for (const value of all) list.values.set(nextPlace(list), value);
  return list;
}

/** Lists become arrays without holes. */
function settled(value) {
  if (value instanceof List) {
    return [...value.values.keys()].sort((one, other) => one - other).map((key) => settled(value.values.get(key)));
  }
  if (typeof value !== "object" || value === null) return value;
  for (const key of Object.keys(value)) value[key] = settled(value[key]);
  return value;
}

module.exports = { parse };
