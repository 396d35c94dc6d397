console.log(Error.isError(new Error()), Error.isError({}), typeof Error.captureStackTrace);
console.log(Error("no new").message, new Error(undefined).message === "", new Error({ toString: () => "made" }).message);
console.log(new Error("a", { cause: 0 }).cause, "cause" in new Error("a"), "cause" in new Error("a", {}));
console.log(Object.prototype.toString.call(new Error()), new Error("x").toString(), RangeError.prototype.name);
const error = new AggregateError([1, 2], "both");
console.log(error.errors, error.name, error.message);
class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
  get name() {
    return "HttpError";
  }
}
const http = new HttpError(404, "not here");
console.log(http.name, `${http}`, http instanceof HttpError, http instanceof Error, Object.keys(http));
