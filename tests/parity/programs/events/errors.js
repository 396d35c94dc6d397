const { EventEmitter, errorMonitor } = require("events");
const emitter = new EventEmitter();
for (const value of [new Error("real"), "text", { a: 1 }, undefined, null]) {
  try {
    emitter.emit("error", value);
  } catch (error) {
    console.log(error.name, error.code, error.message, error.context);
  }
}
emitter.on(errorMonitor, (error) => console.log("monitor", error.message));
try {
  emitter.emit("error", new Error("watched"));
} catch (error) {
  console.log("thrown", error.message);
}
emitter.on("error", (error) => console.log("handled", error.message));
emitter.emit("error", new Error("calm"));
for (const listener of [undefined, 5, {}]) {
  try {
    emitter.on("x", listener);
  } catch (error) {
    console.log(error.code, error.message);
  }
}
try {
  emitter.setMaxListeners(-1);
} catch (error) {
  console.log(error.code, error.message);
}
