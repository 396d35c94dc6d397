"use strict";

// The package argon2: hashes of fixed salts, the text that says how they were made, and its words.

const argon2 = require("argon2");

const salt = Buffer.alloc(16, 1);
const cheap = { salt, memoryCost: 64, timeCost: 2, parallelism: 1 };

async function later(name, begin) {
  try {
    const value = await begin();
    console.log(name, Buffer.isBuffer(value) ? value.toString("hex") : value);
  } catch (error) {
    console.log(name, "rejected", error.name, error.message, error.code);
  }
}

(async () => {
  console.log(Object.entries(argon2).map(([name, value]) => `${name} ${value.length ?? value}`));
  await later("text", () => argon2.hash("secret", cheap));
  for (const change of [
    { raw: true }, { type: argon2.argon2d }, { type: argon2.argon2i }, { type: argon2.argon2id }, { type: 5 }, { version: 0x10 }, { hashLength: 4 },
    { hashLength: 100 }, { hashLength: 3 }, { hashLength: 2 ** 32 }, { salt: Buffer.alloc(8) }, { salt: Buffer.alloc(7) },
    { salt: "saltsaltsalt" }, { salt: new Uint8Array(8) }, { memoryCost: 7 }, { memoryCost: 15 }, { memoryCost: "64" },
    { memoryCost: NaN }, { memoryCost: 2 ** 32 }, { timeCost: 1 }, { timeCost: 0 }, { timeCost: 2 ** 32 }, { parallelism: 0 },
    { parallelism: 9 }, { parallelism: 2 ** 24 }, { parallelism: 2, memoryCost: 37 }, { parallelism: 4, memoryCost: 64 },
    { secret: Buffer.from("pepper") }, { secret: "pepper" }, { associatedData: Buffer.from("data") }, { associatedData: "data" },
  ]) {
    await later(JSON.stringify(change), () => argon2.hash("secret", { ...cheap, ...change }));
  }
  for (const password of ["", "a\0b", "ÄÖÜ 🔑", Buffer.from([0xff, 0]), [112, 113], "x".repeat(1000), undefined, 5, null]) {
    await later("password", () => argon2.hash(password, cheap));
  }
  await later("defaults", async () => (await argon2.hash("secret", { memoryCost: 8, parallelism: 1, timeCost: 1 })).replace(/\$[^$]*\$[^$]*$/, ""));
  const known = await argon2.hash("secret", { ...cheap, associatedData: Buffer.from("data") });
  const peppered = await argon2.hash("secret", { ...cheap, secret: Buffer.from("pepper") });
  await later("verify", () => argon2.verify(known, "secret"));
  await later("verify wrong", () => argon2.verify(known, "Secret"));
  await later("verify buffer", () => argon2.verify(known, Buffer.from("secret")));
  await later("verify nothing", () => argon2.verify(known));
  await later("pepper", () => argon2.verify(peppered, "secret"));
  await later("pepper", () => argon2.verify(peppered, "secret", { secret: Buffer.from("pepper") }));
  // A text of another library: parameters in another order.
  await later("order", () => argon2.verify(peppered.replace("m=64,p=1,t=2", "m=64,t=2,p=1"), "secret", { secret: Buffer.from("pepper") }));
  const [end, hash] = ["AQEBAQEBAQEBAQEBAQEBAQ", "abcdefgh"];
  for (const text of [
    "", 5, undefined, "abc", "$", "$x", "$argon2id", "$argon2id$v=19", "$argon2id$v=19$m=64,t=2,p=1", `$argon2id$v=19$m=64,t=2,p=1$${end}`,
    `$argon2id$v=19$m=64,t=2,p=1$${end}$abc`, `$argon2id$v=19$m=64,t=2,p=1$${end}$${hash}`, `$bad$v=19$m=64,t=2,p=1$${end}$${hash}`,
    `$argon2id$m=64,t=2,p=1$${end}$${hash}`, `$argon2id$v=19$m64$${end}$${hash}`, "$argon2id$v=19$m=64,t=2,p=1$AQ$ab$cd", "$ARGON$v=19$m=64",
    `$argon2id$v=19$m=64,T=2,p=1$${end}$${hash}`, `$argon2id$v=19$m=64,t=2,p=$${end}$${hash}`, `$argon2id$v=x$m=64,t=2,p=1$${end}$${hash}`,
    `$argon2id$v=19$m=64,t=2,p=1$AQ$${hash}`, "$2b$04$aaaaaaaaaaaaaaaaaaaaaO5ER2MGkvBWn8gXNfJSLLDu3Q9P.pJfa",
  ]) {
    await later(`verify ${text}`, () => argon2.verify(text, "secret"));
    await later(`needs ${text}`, () => argon2.needsRehash(text));
  }
  for (const options of [undefined, {}, cheap, { ...cheap, timeCost: 3 }, { ...cheap, version: 16 }, { ...cheap, memoryCost: "64" }]) {
    await later("needsRehash", () => argon2.needsRehash(known, options));
  }
})();
