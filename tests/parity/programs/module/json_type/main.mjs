// JSON is imported only by who says that it is JSON; require and readFile need no word.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import data from "./data.json" with { type: "json" };
console.log(data.name, createRequire(import.meta.url)("./data.json") === data, JSON.parse(await readFile(new URL("data.json", import.meta.url), "utf8")).n);
for (const options of [{ with: { type: "json" } }, undefined, { with: { type: "css" } }]) {
  try {
    console.log((await import("./data.json", options)).default === data);
  } catch (error) {
    console.log(error.name, error.code, error.message.replace(/[^ "]*\//, ""));
  }
}
await import("./plain.mjs", { with: { type: "json" } }).catch((error) => console.log(error.name, error.code, error.message.replace(/[^ "]*\//, "")));
await import("node:fs", { with: { type: "json" } }).catch((error) => console.log(error.name, error.code, error.message));
