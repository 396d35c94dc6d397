const error = new DOMException("message", "AbortError");
console.log(error.name, error.message, error.code, error instanceof Error, String(error));
console.log(DOMException.ABORT_ERR, Object.prototype.toString.call(error));
console.log(new DOMException("x").name, new DOMException("x", { name: "DataCloneError", cause: 1 }).cause);
