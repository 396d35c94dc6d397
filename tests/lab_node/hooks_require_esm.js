// ES modules that CommonJS asks for, and modules of Node that refuse what they cannot do.
"use strict";

const plain = require("./hooks_esm/plain.mjs");
console.log(plain, Object.keys(plain), plain.__esModule);
plain.up();
console.log(plain.n, require("./hooks_esm/plain.mjs") === plain);
console.log(require("./hooks_esm/both.mjs"), require("./hooks_esm/named.mjs"));
for (const name of ["waits", "throws"]) {
  try {
    require(`./hooks_esm/${name}.mjs`);
  } catch (error) {
    console.log(error.code, error.message.split("\n")[0]);
  }
}
import("./hooks_esm/plain.mjs").then((all) => console.log(all.n, all.default === plain.default));
import("./hooks_esm/old.cjs").then((all) => console.log(all));

const blob = new Blob(["a", Buffer.from("bc")], { type: "Text/Plain" });
console.log(blob, blob.size, [blob], blob.slice(1).size);
blob.text().then((text) => console.log(text));
console.log(require("node:cluster").isPrimary, typeof require("https").request, typeof require("child_process").spawn);
require("dns").lookup("127.0.0.1", (error, address, family) => console.log(error, address, family));
