const { EventEmitter, captureRejectionSymbol } = require("events");
const emitter = new EventEmitter({ captureRejections: true });
emitter.on("x", async () => { throw new Error("from async"); });
emitter.on("error", (error) => console.log("error", error.message));
emitter.emit("x");
const own = new EventEmitter({ captureRejections: true });
own.on("y", async (value) => { throw new Error(value); });
own[captureRejectionSymbol] = (error, event, ...values) => console.log(error.message, event, values);
own.emit("y", "v");
