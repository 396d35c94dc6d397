const target = new EventTarget();
target.addEventListener("x", (event) => console.log(event.type, event.target === target, event.cancelable, event.defaultPrevented));
target.addEventListener("x", { handleEvent(event) { console.log("object", event.type); event.preventDefault(); } }, { once: true });
console.log(target.dispatchEvent(new Event("x", { cancelable: true })), target.dispatchEvent(new Event("x")));
const custom = new CustomEvent("y", { detail: { a: 1 } });
target.addEventListener("y", (event) => { console.log(event.detail); event.stopImmediatePropagation(); });
target.addEventListener("y", () => console.log("never"));
target.dispatchEvent(custom);
const controller = new AbortController();
target.addEventListener("z", () => console.log("z"), { signal: controller.signal });
target.dispatchEvent(new Event("z"));
controller.abort();
target.dispatchEvent(new Event("z"));
try {
  target.dispatchEvent({});
} catch (error) {
  console.log(error.name, error.code, error.message);
}
