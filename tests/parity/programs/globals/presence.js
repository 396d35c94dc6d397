const names = ["AbortController", "Buffer", "URL", "URLSearchParams", "TextEncoder", "TextDecoder", "Event", "EventTarget", "CustomEvent", "DOMException", "Headers", "Request", "Response", "fetch", "structuredClone", "queueMicrotask", "setTimeout", "setImmediate", "clearImmediate", "performance", "console", "process", "global", "globalThis", "atob", "btoa", "require", "module", "exports", "__filename", "__dirname", "window", "document", "alert"];
for (const name of names) {
  let type;
  try {
    type = eval(`typeof ${name}`);
  } catch (error) {
    type = error.message;
  }
  console.log(name, type);
}
console.log(atob("aGVsbG8="), btoa("hello"), this === module.exports, this === exports);
console.log((function () { return this === globalThis; })(), (function () { "use strict"; return this; })());
try {
  btoa("€");
} catch (error) {
  console.log(error.name, error.code, error.message);
}
try {
  atob("*");
} catch (error) {
  console.log(error.name, error.code, error.message);
}
