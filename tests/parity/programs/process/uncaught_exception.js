process.on("uncaughtExceptionMonitor", (error, origin) => console.log("monitor", error.message, origin));
process.on("uncaughtException", (error, origin) => console.log("caught", error.message, origin));
setTimeout(() => console.log("still alive"), 60);
setTimeout(() => { throw new Error("in timer"); }, 30);
process.nextTick(() => { throw new Error("in tick"); });
Promise.resolve().then(() => { throw new Error("in promise"); });
queueMicrotask(() => { throw new Error("in microtask"); });
throw new Error("in main");
