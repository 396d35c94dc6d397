// URLSearchParams: calls with too few arguments, on the wrong object, and with wrong pairs.
const told = (ask) => {
  try {
    console.log(ask());
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
};
const params = new URLSearchParams("a=1");
for (const name of ["append", "delete", "get", "getAll", "has", "set", "sort", "entries", "keys", "values", "toString"]) {
  console.log(name, URLSearchParams.prototype[name].length);
  told(() => params[name]());
  told(() => params[name]("x"));
  told(() => URLSearchParams.prototype[name].call({}, "a", "b"));
}
told(() => params.forEach(5));
told(() => new URLSearchParams({ [Symbol.iterator]: 5 }));
told(() => new URLSearchParams([["a", "b", "c"]]));
told(() => params.keys().next.call({}));
console.log(Object.keys(URLSearchParams.prototype), params.keys());
