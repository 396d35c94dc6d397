// What `import()`, `import.meta.resolve` and `require` say of names that mean nothing, side by side.
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const shown = (text) => String(text).replaceAll(import.meta.dirname, "");
// What Node advises on the second line depends on the folder that it was started in.
const first = (text) => shown(text).split("\n")[0];
console.log(shown(JSON.stringify(import.meta)), Object.getPrototypeOf(import.meta), import.meta.resolve.name);
const names = [
  "./value.js", "./value", "./folder", "./folder/", "./none.mjs", "./a%20b.js", "./a%2fb.js", "./value.js?again", "file:///none.js",
  "none", "none/part", "@scope", "%", "plain", "plain/file", "plain/file.js", "strict", "strict/list", "strict/bad",
  "strict/files/file", "strict/files/none", "strict/none", "strict/sync", "#value", "#denied", "#none", "#", "own/value", "own", "node:none",
  "http://localhost/", "other:thing", "node:fs", "fs",
  "patterns/ab", "patterns/ab.js", "patterns/a", "patterns/files/", "patterns/gone", "headless", "headless/",
];
async function told(how, name, ask) {
  try {
    const value = await ask(name);
    console.log(how, name, typeof value === "string" ? shown(value) : typeof (value.default ?? value));
  } catch (error) {
    console.log(how, name, error.name, error.code, first(error.message), Object.keys(error), shown(error.url));
  }
}
for (const name of names) {
  await told("import", name, (specifier) => import(specifier));
  await told("resolve", name, (specifier) => import.meta.resolve(specifier));
  await told("require", name, require);
}
for (const name of ["broken", "broken/"]) await told("import", name, (specifier) => import(specifier));
