"use strict";

// The package bcrypt: hashes of fixed salts, what it makes of odd ones, and its words.

const bcrypt = require("bcrypt");

const SALT = "a".repeat(22);

function show(name, compute) {
  try {
    console.log(name, compute());
  } catch (error) {
    console.log(name, "threw", error.name, error.message, error.code);
  }
}

async function later(name, begin) {
  try {
    console.log(name, await begin());
  } catch (error) {
    console.log(name, "rejected", error.name, error.message, error.code);
  }
}

console.log(Object.entries(bcrypt).map(([name, value]) => `${name} ${value.length}`));
for (const start of ["$2b$04$", "$2a$04$", "$2$04$", "$1b$04$", "$2y$04$", "$2x$04$", "$3b$04$", "2b$04$", "$2b$03$", "$2b$32$", "$2b$-1$", "$2b$ 4$", "$2b$4$", "$2b$05"]) {
  show(start, () => bcrypt.hashSync("correct horse", start + SALT));
}
for (const letters of ["z".repeat(22), "a".repeat(40), "a".repeat(21), `${"a".repeat(22)}\0b`, "/.".repeat(11), "é".repeat(22)]) {
  if (letters[0] !== "é") show(JSON.stringify(letters), () => bcrypt.hashSync("p", `$2b$04$${letters}`));
}
for (const length of [0, 1, 71, 72, 73, 254, 255, 256, 300]) {
  for (const start of ["$2b$04$", "$2a$04$", "$2$04$"]) show(`${length} ${start}`, () => bcrypt.hashSync("q".repeat(length), start + SALT));
}
for (const password of ["ab\0cd", "ab", "\0", "ÄÖÜ 🔑", "\ud800", Buffer.from([0xff, 0, 0xfe]), Buffer.alloc(0)]) {
  show("password", () => bcrypt.hashSync(password, `$2b$04$${SALT}`));
}
for (const rounds of [-1, 0, 1, 4.9, 31, 32, 260, NaN, Infinity, null, undefined, "", "x", {}]) {
  show(`salt ${String(rounds)}`, () => bcrypt.genSaltSync(rounds).slice(0, 7));
}
for (const minor of ["a", "b", "y", "", null, 5]) show(`minor ${minor}`, () => bcrypt.genSaltSync(4, minor).slice(0, 7));
show("length", () => bcrypt.genSaltSync(4).length);
for (const hash of [`$2b$12$${SALT}`, "$2$07$x", "$2b$00$", "abc", "", "$", "$2", "$2b", "$2b$", "$2b$-5", "$2b$9x", "$2bb$10$", 5, null, undefined]) {
  show(`rounds ${String(hash)}`, () => bcrypt.getRounds(hash));
}
const known = bcrypt.hashSync("secret", `$2b$04$${SALT}`);
for (const hash of [known, known.slice(0, 59), `${known}x`, `${known}\0x`, known.replace("$2b", "$2a"), known.replace("$2b", "$2y"), "", "bad"]) {
  show("compare", () => bcrypt.compareSync("secret", hash));
}
show("compare wrong", () => bcrypt.compareSync("Secret", known));
for (const values of [[], ["a"], ["a", null], [5, 5], ["a", {}], ["a", "bad"], [[], 4]]) show("hashSync", () => bcrypt.hashSync(...values));
for (const values of [[], ["a"], [5, "x"], ["a", 5]]) show("compareSync", () => bcrypt.compareSync(...values));

(async () => {
  await later("hash", () => bcrypt.hash("secret", `$2b$04$${SALT}`));
  await later("hash of rounds", async () => (await bcrypt.hash("secret", 4)).slice(0, 7));
  await later("compare", () => bcrypt.compare("secret", known));
  await later("compare wrong", () => bcrypt.compare("Secret", known));
  await later("salt", async () => (await bcrypt.genSalt(5, "a")).slice(0, 7));
  for (const values of [[], ["a"], [5, 4], ["a", {}], ["a", "bad"], ["a", 4, "callback"]]) await later("hash", () => bcrypt.hash(...values));
  for (const values of [[], ["a"], [5, "x"], ["a", 5], ["a", "bad"], ["a", "b", 5]]) await later("compare", () => bcrypt.compare(...values));
  for (const values of [["x"], [4, "q"]]) await later("genSalt", () => bcrypt.genSalt(...values));
  const told = (name, begin) => new Promise((resolve) => begin((...values) => {
    console.log(name, values.map((value) => (value instanceof Error ? value.message : typeof value === "string" ? value.slice(0, 7) : value)));
    resolve();
  }));
  await told("hash", (done) => bcrypt.hash("a", 4, done));
  await told("hash bad", (done) => bcrypt.hash("a", "bad", done));
  await told("hash without", (done) => bcrypt.hash("a", undefined, done));
  await told("hash data", (done) => bcrypt.hash(done));
  await told("hash salt", (done) => bcrypt.hash("a", done));
  await told("compare", (done) => bcrypt.compare("secret", known, done));
  await told("compare bad", (done) => bcrypt.compare("secret", "bad", done));
  await told("compare data", (done) => bcrypt.compare(done));
  await told("compare hash", (done) => bcrypt.compare("a", done));
  await told("genSalt", (done) => bcrypt.genSalt(done));
  await told("genSalt rounds", (done) => bcrypt.genSalt(6, done));
  await told("genSalt all", (done) => bcrypt.genSalt(6, "a", done));
  await told("genSalt bad", (done) => bcrypt.genSalt("x", done));
})();
