// parity: stderr
const { EventEmitter } = require("events");
const emitter = new EventEmitter();
for (let i = 0; i < 12; i += 1) emitter.on("many", () => {});
process.on("warning", (warning) => console.log(warning.name, warning.count, warning.type, warning.message));
const calm = new EventEmitter();
calm.setMaxListeners(0);
for (let i = 0; i < 20; i += 1) calm.on("many", () => {});
class Named extends EventEmitter {}
const named = new Named();
named.setMaxListeners(1);
named.on("a", () => {}).on("a", () => {});
