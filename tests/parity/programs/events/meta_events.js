const { EventEmitter } = require("events");
const emitter = new EventEmitter();
emitter.on("newListener", (name, listener) => console.log("new", name, listener.name));
emitter.on("removeListener", (name, listener) => console.log("removed", name, listener.name));
function a() {}
function b() {}
emitter.on("x", a);
emitter.once("x", b);
emitter.emit("x");
emitter.removeListener("x", a);
emitter.on("y", a).on("y", b);
emitter.removeAllListeners("y");
emitter.on("z", function self() {
  emitter.off("z", self);
  emitter.on("z", () => console.log("added while emitting"));
});
emitter.emit("z");
emitter.emit("z");
console.log(emitter.eventNames());
