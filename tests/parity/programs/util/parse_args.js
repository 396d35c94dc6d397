const { parseArgs } = require("util");
console.log(parseArgs({ args: ["-f", "--bar", "b", "pos"], options: { foo: { type: "boolean", short: "f" }, bar: { type: "string" } }, allowPositionals: true }));
console.log(parseArgs({ args: ["--n=1", "--n", "2"], options: { n: { type: "string", multiple: true } } }));
console.log(parseArgs({ args: ["--no-color", "-ab"], options: { color: { type: "boolean" }, a: { type: "boolean", short: "a" }, b: { type: "boolean", short: "b" } }, allowNegative: true }));
console.log(parseArgs({ args: ["x", "--", "--y"], allowPositionals: true }));
console.log(parseArgs({ args: [], options: { port: { type: "string", default: "3000" } } }).values);
for (const config of [{ args: ["--what"] }, { args: ["pos"] }, { args: ["--bar"], options: { bar: { type: "string" } } }, { args: ["--foo=1"], options: { foo: { type: "boolean" } } }]) {
  try {
    parseArgs(config);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
console.log(parseArgs({ args: ["--unknown", "value"], strict: false }));
