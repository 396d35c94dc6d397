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
  if (!text) return result;
  for (const part of text.split("&").filter(Boolean).slice(0, parameters)) {
    const close = part.indexOf("]=");
    const equals = close === -1 ? part.indexOf("=") : close + 1;
    const key = decode(equals === -1 ? part : part.slice(0, equals));
    const value = equals === -1 ? "" : decode(part.slice(equals + 1));
    const steps = stepsOf(key, limits);
    if (steps !== undefined) place(result, steps, value, limits);
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

/** `a[b][]` is the steps a, b and "" for the next place of an array. */
function stepsOf(key, { depth, prototypes }) {
  if (key === "") return undefined;
  const open = /\[[^[\]]*\]/g;
  const first = depth > 0 ? open.exec(key) : null;
  const parent = first === null ? key : key.slice(0, first.index);
  const steps = [];
  if (parent !== "") {
    if (!prototypes && Object.hasOwn(Object.prototype, parent)) return undefined;
    steps.push({ name: parent, isBracket: false });
  }
  let found = first;
  for (let count = 0; found !== null; count += 1) {
    if (count === depth) {
      steps.push({ name: key.slice(found.index), isBracket: true, isRest: true });
      break;
    }
    const name = found[0].slice(1, -1);
    if (!prototypes && Object.hasOwn(Object.prototype, name)) return undefined;
    steps.push({ name, isBracket: true });
    found = open.exec(key);
  }
  return steps.some(({ name }) => name === "__proto__") ? steps.slice(0, steps.findIndex(({ name }) => name === "__proto__")) : steps;
}

/** A list that grows by index keeps the places apart until all is read. */
class List {
  values = new Map();
}

function place(root, steps, value, limits) {
  let holder = root;
  for (let index = 0; index < steps.length; index += 1) {
    const isLast = index === steps.length - 1;
    const { name } = steps[index];
    const next = steps[index + 1];
    if (holder instanceof List) {
      const key = name === "" ? nextPlace(holder) : Number(name);
      const present = holder.values.get(key);
      const made = isLast ? joined(present, value) : step(present, next, limits);
      holder.values.set(key, made);
      holder = made;
    } else {
      const key = name === "" ? String(Object.keys(holder).length) : name;
      const present = Object.hasOwn(holder, key) ? holder[key] : undefined;
      const made = isLast ? joined(present, value) : step(present, next, limits);
      holder[key] = made;
      holder = made;
    }
    if (!isLast && typeof holder !== "object") return;
  }
}

function nextPlace(list) {
  return list.values.size === 0 ? 0 : Math.max(...list.values.keys()) + 1;
}

function isPlace({ name, isRest }, { array }) {
  return !isRest && (name === "" || (/^(0|[1-9]\d*)$/.test(name) && Number(name) < array));
}

/** What stands between one step and the next: a list while all are places, else an object. */
function step(present, next, limits) {
  if (present === undefined) return isPlace(next, limits) ? new List() : {};
  if (present instanceof List) return isPlace(next, limits) ? present : opened(present);
  if (typeof present === "object") return present;
  const list = new List();
  list.values.set(0, present);
  return isPlace(next, limits) ? list : list;
}

function opened(list) {
  return Object.fromEntries(list.values);
}

function joined(present, value) {
  if (present === undefined) return value;
  if (present instanceof List) {
    present.values.set(nextPlace(present), value);
    return present;
  }
  const list = new List();
  list.values.set(0, present);
  list.values.set(1, value);
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
