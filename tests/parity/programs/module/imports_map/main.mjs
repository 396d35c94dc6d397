import internal from "#internal";
import data from "./data.json" with { type: "json" };
console.log(internal, data);
const namespace = await import("./lib.cjs");
console.log(namespace.default, namespace.named);
console.log(namespace);
