// Top-level await: a module waits for what it imports, siblings run side by side, errors come through.
console.log("main begins");
const { config } = await import("./config.mjs");
console.log(config);
import { order } from "./one.mjs";
import { two } from "./two.mjs";
console.log(order, two);
for (const name of ["./failing.mjs", "./failing.mjs"]) {
  try { await import(name); } catch (error) { console.log(error.name, error.message); }
}
const [x, y] = await Promise.all([import("./one.mjs"), import("./config.mjs")]);
console.log(Object.keys(x), y.default, typeof require, this, import.meta.filename.endsWith("main.mjs"));
const data = await import("./data.json", { with: { type: "json" } });
console.log(data.default, Object.keys(data));
export const lonely = await new Promise((resolve) => setTimeout(resolve, 2, "done"));
console.log(lonely);
