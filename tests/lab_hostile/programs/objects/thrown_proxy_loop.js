// ends: threw or turn
// A thing that is thrown and that is no plain error.
const p = new Proxy(function () {}, { get: () => p, apply: () => p, getPrototypeOf: () => p });
throw p;
