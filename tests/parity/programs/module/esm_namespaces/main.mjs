import * as all from "./exports.mjs";
import def, { value, rename as other } from "./exports.mjs";
console.log(all, def, value, other);
console.log(Object.keys(all), all[Symbol.toStringTag], typeof this);
try {
  all.value = 5;
} catch (error) {
  console.log(error.name);
}
try {
  await import("./missing.mjs");
} catch (error) {
  console.log(error.name, error.code);
}
try {
  await import("no-such-package");
} catch (error) {
  console.log(error.code, error.message.split(" imported")[0]);
}
