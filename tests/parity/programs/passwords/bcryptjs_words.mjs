// The package bcryptjs as a module: hashes of fixed salts, odd ones, its words, and progress.

import { createRequire } from "node:module";
import bcrypt, { compare, hash, hashSync, truncates } from "bcryptjs";
import * as all from "bcryptjs";

const required = createRequire(import.meta.url)("bcryptjs");
const SALT = "a".repeat(22);

function show(name, compute) {
  try {
    console.log(name, compute());
  } catch (error) {
    console.log(name, "threw", error.name, error.message);
  }
}

async function later(name, begin) {
  try {
    console.log(name, await begin());
  } catch (error) {
    console.log(name, "rejected", error.name, error.message);
  }
}

console.log(Object.keys(all), Object.keys(required), typeof required.default);
console.log(Object.entries(bcrypt).map(([name, value]) => `${name} ${value.length}`));
for (const salt of [`$2b$04$${SALT}`, `$2a$04$${SALT}`, `$2y$04$${SALT}`, `$2$04$${SALT}`, `$2x$04$${SALT}`, "$3", "x", "", "$2", `$2a$041${SALT}`, `$2a$03$${SALT}`, `$2a$99$${SALT}`, `$2a$xx$${SALT}`, `$2a$04$${"a".repeat(20)}`, `$2a$04$${"!".repeat(22)}`, `$2a$04$aaaaé${SALT}`, `$2b$04$${"z".repeat(22)}`, `$2b$04$${SALT}more`]) {
  show(JSON.stringify(salt), () => hashSync("correct horse", salt));
}
for (const length of [0, 71, 72, 73, 255, 300]) {
  for (const start of ["$2b$04$", "$2$04$"]) show(`${length} ${start}`, () => hashSync("q".repeat(length), start + SALT));
}
for (const password of ["ab\0cd", "ab", "ÄÖÜ 🔑", "\ud800", "a\udc00b"]) show("password", () => hashSync(password, `$2b$04$${SALT}`));
for (const rounds of [-1, 0, 3, 31, 32, NaN, undefined, null, "x", {}]) show(`salt ${rounds}`, () => bcrypt.genSaltSync(rounds).slice(0, 7));
for (const hashed of [`$2b$12$${SALT}`, "$2b$xx$", "a", "", undefined, 5]) show(`rounds ${hashed}`, () => bcrypt.getRounds(hashed));
const known = hashSync("secret", `$2b$04$${SALT}`);
show("salt of", () => bcrypt.getSalt(known));
show("salt of", () => bcrypt.getSalt("short"));
show("salt of", () => bcrypt.getSalt(5));
for (const password of ["q".repeat(72), "q".repeat(73), "é".repeat(36), "é".repeat(37), "🔑".repeat(19), "\ud800".repeat(25)]) show("truncates", () => truncates(password));
show("truncates", () => truncates(5));
for (const [bytes, length] of [[[1, 2, 3, 4], 4], [[1, 2], 1], [[1, 2], 3], [[1], 0], [[1, 300, -1], 3]]) show("encode", () => bcrypt.encodeBase64(bytes, length));
for (const [text, length] of [["abcd.", 16], ["a", 16], ["ab!d", 9], ["abcdef", 2], ["abc", 0], ["", 4]]) show("decode", () => bcrypt.decodeBase64(text, length));
for (const value of [known, `${known}x`, known.slice(0, 59), known.replace("$2b", "$2a")]) show("compareSync", () => bcrypt.compareSync("secret", value));
for (const values of [[], ["a"], [5, known], ["a", "x".repeat(60)]]) show("compareSync", () => bcrypt.compareSync(...values));
for (const values of [[], [5, 4], ["a", null], ["a", {}]]) show("hashSync", () => hashSync(...values));
show("default rounds", () => hashSync("a").slice(0, 7));
for (const begin of [() => hash("a", 4, 5), () => compare("a", "b", {}), () => bcrypt.genSalt("x"), () => bcrypt.genSalt(4, undefined, "s")]) show("sync", begin);

await later("hash", () => hash("secret", `$2b$04$${SALT}`));
await later("hash of rounds", async () => (await hash("secret", 4)).slice(0, 7));
await later("genSalt", async () => (await bcrypt.genSalt()).slice(0, 7));
await later("compare", () => compare("secret", known));
await later("compare wrong", () => compare("Secret", known));
for (const values of [[], ["a"], ["a", "bad"], [5, 4]]) await later("hash", () => hash(...values));
for (const values of [[], ["a"], ["a", "short"], ["a", "x".repeat(60)]]) await later("compare", () => compare(...values));
const told = (name, begin) => new Promise((resolve) => begin((...values) => {
  console.log(name, values.map((value) => (value instanceof Error ? value.message : typeof value === "string" ? value.slice(0, 7) : value)));
  resolve();
}));
await told("hash", (done) => hash("a", 4, done));
await told("hash bad", (done) => hash("a", "bad", done));
await told("compare", (done) => compare("secret", known, done));
await told("compare short", (done) => compare("secret", "short", done));
await told("genSalt", (done) => bcrypt.genSalt(done));
await told("genSalt rounds", (done) => bcrypt.genSalt(5, done));
await told("genSalt seed", (done) => bcrypt.genSalt(5, 16, done));

const parts = [];
await hash("secret", `$2b$04$${SALT}`, undefined, (part) => parts.push(part));
console.log(parts.at(0), parts.at(-1), parts.every((part, at) => at === 0 || part >= parts[at - 1]));
