// parity: node 26
"use strict";

// crypto.argon2 and argon2Sync: keys, the checks of their arguments in their order, callbacks.

const { argon2, argon2Sync } = require("node:crypto");

const usual = { message: "secret", nonce: Buffer.alloc(16), parallelism: 1, tagLength: 32, memory: 64, passes: 2 };

function show(name, compute) {
  try {
    const value = compute();
    console.log(name, Buffer.isBuffer(value) ? value.toString("hex") : value);
  } catch (error) {
    console.log(name, "threw", error.name, error.code, error.message);
  }
}

console.log(argon2.length, argon2Sync.length, argon2.name);
for (const algorithm of ["argon2id", "argon2i", "argon2d", "argon2x", "ARGON2ID", "", 1, undefined]) show(`algorithm ${algorithm}`, () => argon2Sync(algorithm, usual));
for (const parameters of [undefined, null, 5, "x", [], {}]) show(`parameters ${JSON.stringify(parameters)}`, () => argon2Sync("argon2id", parameters));
for (const [name, value] of [
  ["message", undefined], ["message", 1], ["message", Buffer.alloc(0)], ["message", new ArrayBuffer(3)], ["message", new DataView(new ArrayBuffer(3))],
  ["nonce", undefined], ["nonce", "short"], ["nonce", "long enough"], ["nonce", Buffer.alloc(7)], ["nonce", new Uint16Array(8)],
  ["parallelism", 0], ["parallelism", undefined], ["parallelism", "1"], ["parallelism", 1.5], ["parallelism", 2 ** 24], ["parallelism", 8], ["parallelism", 9],
  ["tagLength", 3], ["tagLength", 4], ["tagLength", 200], ["tagLength", undefined], ["tagLength", 2 ** 32],
  ["memory", 7], ["memory", 8], ["memory", 37], ["memory", undefined], ["memory", 2 ** 32],
  ["passes", 0], ["passes", 1], ["passes", undefined], ["passes", 2 ** 32],
  ["secret", "pepper"], ["secret", Buffer.alloc(0)], ["secret", 5], ["secret", null], ["secret", undefined],
  ["associatedData", "data"], ["associatedData", Buffer.alloc(32, 1)], ["associatedData", null],
]) {
  show(`${name} ${typeof value === "object" ? value?.byteLength : value}`, () => argon2Sync("argon2id", { ...usual, [name]: value }));
}
show("all wrong", () => argon2Sync("argon2id", { ...usual, nonce: "a", parallelism: 0, tagLength: 0, memory: 0, passes: 0 }));
show("four wrong", () => argon2Sync("argon2id", { ...usual, parallelism: 0, tagLength: 0, memory: 0, passes: 0 }));
show("three wrong", () => argon2Sync("argon2id", { ...usual, tagLength: 0, memory: 0, passes: 0 }));
show("two wrong", () => argon2Sync("argon2id", { ...usual, memory: 0, passes: 0 }));
show("no callback", () => argon2("argon2id", usual));
show("callback", () => argon2("argon2id", usual, 5));
show("both", () => argon2("argon2id", { ...usual, passes: 0 }, 5));
// What changes afterwards is not looked at.
const changing = Buffer.from("secret");
argon2("argon2id", { ...usual, message: changing }, (error, key, ...more) => {
  console.log(error, key.equals(argon2Sync("argon2id", usual)), more);
});
changing.fill(0);
console.log("called");
