"use strict";

// What crypto computes beside the program: results, errors, and when callbacks come.

const crypto = require("node:crypto");
const { AsyncLocalStorage } = require("node:async_hooks");
const { promisify } = require("node:util");

const show = (value) => (Buffer.isBuffer(value) ? value.toString("hex") : value instanceof ArrayBuffer ? Buffer.from(value).toString("hex") : value);

function wrong(name, begin) {
  try {
    console.log(name, begin());
  } catch (error) {
    console.log(name, error.name, error.code, error.message);
  }
}

const never = () => console.log("never");
wrong("pbkdf2", () => crypto.pbkdf2("p", "s", 1, 8, never));
wrong("pbkdf2", () => crypto.pbkdf2("p", "s", 1, 8, "sha1"));
wrong("pbkdf2", () => crypto.pbkdf2("p", "s", 0, 8, "sha1", never));
wrong("pbkdf2", () => crypto.pbkdf2("p", "s", 1, -1, "sha1", never));
wrong("pbkdf2", () => crypto.pbkdf2("p", "s", 1, 8, "sha9", never));
wrong("pbkdf2", () => crypto.pbkdf2(5, "s", 1, 8, "sha1", never));
wrong("scrypt", () => crypto.scrypt("p", "s", 8));
wrong("scrypt", () => crypto.scrypt("p", "s", 8, {}));
wrong("scrypt", () => crypto.scrypt("p", "s", 8, { N: 3 }, never));
wrong("scrypt", () => crypto.scrypt("p", null, 8, never));
wrong("hkdf", () => crypto.hkdf("sha256", "k", "s", "i", 8));
wrong("hkdf", () => crypto.hkdf("sha256", "k", "s", "i", 9000, never));
wrong("hkdf", () => crypto.hkdf("sha9", "k", "s", "i", 8, never));
wrong("randomBytes", () => crypto.randomBytes(-1, never));
wrong("randomBytes", () => crypto.randomBytes(1, 5));
wrong("randomFill", () => crypto.randomFill(Buffer.alloc(3)));
wrong("randomFill", () => crypto.randomFill(Buffer.alloc(3), 4, never));
wrong("randomFill", () => crypto.randomFill("x", never));

(async () => {
  const made = [
    ["pbkdf2", () => promisify(crypto.pbkdf2)("p", "s", 10, 20, "sha512")],
    ["pbkdf2 of nothing", () => promisify(crypto.pbkdf2)("", "", 1, 0, "sha256")],
    ["scrypt", () => promisify(crypto.scrypt)("p", "s", 24)],
    ["scrypt of options", () => promisify(crypto.scrypt)("p", Buffer.from("s"), 24, { cost: 16, blockSize: 1, parallelization: 2 })],
    ["hkdf", () => promisify(crypto.hkdf)("sha512", "key", "salt", "info", 100)],
    ["hkdf of one more", () => promisify(crypto.hkdf)("sha256", Buffer.from("key"), "", "", 33)],
    ["hkdf of nothing", () => promisify(crypto.hkdf)("sha256", "key", "", "", 0)],
    ["randomBytes", async () => (await promisify(crypto.randomBytes)(9)).length],
    ["randomBytes of none", () => promisify(crypto.randomBytes)(0)],
  ];
  for (const [name, begin] of made) {
    // The words of the failure are not the same in all versions.
    console.log(name, await begin().then(show, (error) => error.name));
  }
  const bytes = new Uint16Array(8);
  const same = await new Promise((resolve) => crypto.randomFill(bytes, 2, 4, (error, filled) => resolve([error, filled === bytes])));
  console.log(same, bytes.slice(0, 2), bytes.slice(6), bytes.slice(2, 6).some((value) => value !== 0));

  const order = [];
  const store = new AsyncLocalStorage();
  await new Promise((resolve) => {
    store.run("the request", () => crypto.pbkdf2("p", "s", 1, 8, "sha1", () => {
      order.push("callback");
      process.nextTick(() => order.push("its tick"));
      Promise.resolve().then(() => order.push(`its job in ${store.getStore()}`));
      setImmediate(resolve);
    }));
    order.push("code");
    process.nextTick(() => order.push("tick"));
    Promise.resolve().then(() => order.push("job"));
  });
  console.log(order);
  console.log(await new Promise((resolve) => {
    process.once("uncaughtException", (error, origin) => resolve([error.message, origin]));
    crypto.randomBytes(1, () => {
      throw new Error("of a callback");
    });
  }));
  // Nothing else keeps the program alive.
  crypto.scrypt("p", "s", 8, { N: 1024 }, (error, key) => console.log("last", error, key.length));
})();
