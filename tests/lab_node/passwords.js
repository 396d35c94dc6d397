"use strict";

// Hashes of fixed salts by the three packages and by crypto, and that each computes beside the rest.

const argon2 = require("argon2");
const bcrypt = require("bcrypt");
const bcryptjs = require("bcryptjs");
const crypto = require("node:crypto");
const zlib = require("node:zlib");

const SALT = `$2b$04$${"a".repeat(22)}`;
const costs = { salt: Buffer.alloc(16, 1), memoryCost: 64, timeCost: 2, parallelism: 1 };
const parameters = { message: "secret", nonce: Buffer.alloc(16), parallelism: 1, tagLength: 32, memory: 64, passes: 2 };

(async () => {
  console.log(bcrypt.hashSync("secret", SALT), await bcrypt.hash("secret", SALT));
  console.log(bcryptjs.hashSync("secret", SALT), await bcryptjs.hash("secret", SALT));
  const long = "q".repeat(80);
  console.log(bcrypt.hashSync(long, SALT) === bcrypt.hashSync(long.slice(0, 72), SALT), bcryptjs.truncates(long));
  console.log(bcrypt.hashSync("ab\0cd", SALT) === bcrypt.hashSync("ab", SALT));
  console.log(await bcrypt.compare("secret", await bcryptjs.hash("secret", 4)), await bcryptjs.compare("Secret", bcrypt.hashSync("secret", 4)));
  await bcrypt.hash("secret", "bad").catch((error) => console.log(error.message));
  await bcryptjs.hash("secret", "bad").catch((error) => console.log(error.message));
  const text = await argon2.hash("secret", costs);
  console.log(text, await argon2.verify(text, "secret"), await argon2.verify(text, "Secret"), argon2.needsRehash(text));
  console.log((await argon2.hash("secret", { ...costs, raw: true, type: argon2.argon2d })).toString("hex"));
  await argon2.hash("secret", { ...costs, salt: Buffer.alloc(3) }).catch((error) => console.log(error.message));
  console.log(crypto.argon2Sync("argon2i", parameters).toString("hex"));

  const order = [];
  await Promise.all([
    new Promise((resolve) => crypto.argon2("argon2id", { ...parameters, memory: 19456 }, (error, key) => {
      order.push("argon2");
      resolve(error ?? key);
    })),
    new Promise((resolve) => setImmediate(() => resolve(order.push("immediate")))),
  ]);
  console.log(order);
  // Nothing but the job keeps the program alive.
  zlib.gzip("a page", (error, bytes) => console.log(error, zlib.gunzipSync(bytes).toString()));
})();
