"use strict";

// What a value is, by the engine's own class of it and not by its prototype, which programs change.

const TypedArray = Object.getPrototypeOf(Uint8Array);
const typedArrayName = Object.getOwnPropertyDescriptor(TypedArray.prototype, Symbol.toStringTag).get;
const tagOf = Object.prototype.toString;

/** Examples of each class that the engine tells apart. */
const EXAMPLES = {
  Map: () => new Map(),
  Set: () => new Set(),
  WeakMap: () => new WeakMap(),
  WeakSet: () => new WeakSet(),
  WeakRef: () => new WeakRef({}),
  Date: () => new Date(0),
  RegExp: () => /x/,
  Promise: () => Promise.resolve(),
  Error: () => new Error(),
  Number: () => Object(1),
  String: () => Object(""),
  Boolean: () => Object(true),
  Symbol: () => Object(Symbol.iterator),
  BigInt: () => Object(1n),
  ArrayBuffer: () => new ArrayBuffer(0),
  SharedArrayBuffer: () => new SharedArrayBuffer(0),
  DataView: () => new DataView(new ArrayBuffer(0)),
  Proxy: () => new Proxy({}, {}),
  "Map Iterator": () => new Map().keys(),
  "Set Iterator": () => new Set().keys(),
  Generator: () => (function* () {})(),
  AsyncGenerator: () => (async function* () {})(),
  Arguments: () =>
    (function () {
      return arguments;
    })(),
  MappedArguments: () => new Function("a", "return arguments")(1),
};

/** Names by the engine's numbers of the classes: made when first asked for, for that takes a while. */
let names;

function learn() {
  names = new Map();
  for (const [name, make] of Object.entries(EXAMPLES)) {
    names.set(host.classId(make()), name === "MappedArguments" ? "Arguments" : name);
  }
  names.delete(host.classId({}));
  names.delete(host.classId([]));
}

/**
 * The name of the engine's class: `Map`, `Date`, `Proxy` ...; `undefined` for plain objects,
 * arrays, functions and typed arrays.
 * @param {unknown} value
 * @returns {string | undefined}
 */
function kindOf(value) {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return undefined;
  if (names === undefined) learn();
  return names.get(host.classId(value));
}

const is = (name) => (value) => kindOf(value) === name;
const isTyped = (name) => (value) => isTypedArray(value) && typedArrayName.call(value) === name;
const isBoxed = (value) => ["Number", "String", "Boolean", "Symbol", "BigInt"].includes(kindOf(value));

/** @param {unknown} value @returns {boolean} */
function isTypedArray(value) {
  return ArrayBuffer.isView(value) && !is("DataView")(value);
}

/** The tests of `util.types`. */
const types = {
  isExternal: () => false,
  isDate: is("Date"),
  isArgumentsObject: is("Arguments"),
  isBigIntObject: is("BigInt"),
  isBooleanObject: is("Boolean"),
  isNumberObject: is("Number"),
  isStringObject: is("String"),
  isSymbolObject: is("Symbol"),
  isBoxedPrimitive: isBoxed,
  isNativeError: is("Error"),
  isRegExp: is("RegExp"),
  isAsyncFunction: (value) =>
    typeof value === "function" &&
    ["[object AsyncFunction]", "[object AsyncGeneratorFunction]"].includes(tagOf.call(value)),
  isGeneratorFunction: (value) =>
    typeof value === "function" &&
    ["[object GeneratorFunction]", "[object AsyncGeneratorFunction]"].includes(tagOf.call(value)),
  isGeneratorObject: (value) => ["Generator", "AsyncGenerator"].includes(kindOf(value)),
  isPromise: is("Promise"),
  isMap: is("Map"),
  isSet: is("Set"),
  isMapIterator: is("Map Iterator"),
  isSetIterator: is("Set Iterator"),
  isWeakMap: is("WeakMap"),
  isWeakSet: is("WeakSet"),
  isArrayBuffer: is("ArrayBuffer"),
  isDataView: is("DataView"),
  isSharedArrayBuffer: is("SharedArrayBuffer"),
  isProxy: is("Proxy"),
  isModuleNamespaceObject: (value) =>
    value !== null && typeof value === "object" && tagOf.call(value) === "[object Module]",
  isAnyArrayBuffer: (value) => ["ArrayBuffer", "SharedArrayBuffer"].includes(kindOf(value)),
  isArrayBufferView: ArrayBuffer.isView,
  isTypedArray,
  isCryptoKey: () => false,
  isKeyObject: (value) => value instanceof require("internal/crypto_keys").KeyObject,
};
const TYPED = [
  "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array",
  "BigInt64Array", "BigUint64Array", "Float16Array", "Float32Array", "Float64Array",
];
for (const name of TYPED) types[`is${name}`] = isTyped(name);

module.exports = { kindOf, types, typedArrayName: (value) => typedArrayName.call(value) };
