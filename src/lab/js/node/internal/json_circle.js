"use strict";

// `JSON.stringify` that shows the circle on which it failed, as V8 does.

const { stringify } = JSON;

/** Replaces the engine's own, which says only that there is a circle. */
function install() {
  const wrapped = {
    stringify(value, replacer, space) {
      try {
        return stringify(value, replacer, space);
      } catch (error) {
        const isCircle = error instanceof TypeError && error.message === "Converting circular structure to JSON";
        const circle = isCircle ? find(value) : undefined;
        throw circle === undefined ? error : new TypeError(`${error.message}\n${told(circle)}`);
      }
    },
  };
  Object.defineProperty(JSON, "stringify", { value: wrapped.stringify, writable: true, configurable: true });
}

/** The first circle: its objects, and for each the key by which it was reached. */
function find(root) {
  const path = [{ object: root, keys: Object.keys(root), next: 0 }];
  while (path.length > 0) {
    const top = path.at(-1);
    if (top.next === top.keys.length) {
      path.pop();
      continue;
    }
    const key = top.keys[top.next];
    top.next += 1;
    const object = top.object[key];
    if (object === null || typeof object !== "object") continue;
    const start = path.findIndex((step) => step.object === object);
    if (start !== -1) return { steps: path.slice(start), closing: key };
    if (typeof object.toJSON !== "function") path.push({ object, keys: Object.keys(object), next: 0, key });
  }
  return undefined;
}

function told({ steps, closing }) {
  const [first, ...others] = steps;
  const named = (step, index) => (Array.isArray(steps[index].object) ? `index ${step}` : `property '${step}'`);
  const line = (step, index) => `    |     ${named(step.key, index)} -> object with constructor '${maker(step.object)}'`;
  let between = others.map(line);
  if (between.length > 2) between = [between[0], "    |     ...", between.at(-1)];
  const end = `    --- ${named(closing, steps.length - 1)} closes the circle`;
  return [`    --> starting at object with constructor '${maker(first.object)}'`, ...between, end].join("\n");
}

function maker(object) {
  return require("internal/inspect_object").constructorName(object) ?? "Object";
}

module.exports = { install };
