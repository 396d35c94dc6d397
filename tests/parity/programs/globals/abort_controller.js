const controller = new AbortController();
controller.signal.addEventListener("abort", (event) => console.log("event", event.type));
controller.signal.onabort = () => console.log("onabort");
console.log(controller.signal.aborted, controller.signal.reason);
controller.abort();
controller.abort("again");
console.log(controller.signal.aborted, controller.signal.reason.name, controller.signal.reason.message, controller.signal.reason.code);
try {
  controller.signal.throwIfAborted();
} catch (error) {
  console.log(error.name);
}
const given = AbortSignal.abort("given");
console.log(given.reason);
const any = AbortSignal.any([new AbortController().signal, given]);
console.log(any.aborted, any.reason);
const timeout = AbortSignal.timeout(5);
timeout.addEventListener("abort", () => console.log(timeout.reason.name, timeout.reason.message, timeout.reason.code));
setTimeout(() => {}, 30);
try {
  new AbortSignal();
} catch (error) {
  console.log(error.name, error.code, error.message);
}
