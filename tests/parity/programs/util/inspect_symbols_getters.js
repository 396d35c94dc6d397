const object = {
  get both() {
    return 1;
  },
  set both(value) {},
  get only() {
    return { a: 1 };
  },
  set write(value) {},
  [Symbol("key")]: Symbol("value"),
  [Symbol()]: Symbol.for("shared"),
};
console.log(object);
const { inspect } = require("util");
console.log(inspect(object, { getters: true }));
console.log(inspect(object, { getters: "get" }));
console.log(inspect(object, { getters: "set" }));
Object.defineProperty(object, "hidden", { value: 1, enumerable: false });
console.log(inspect(object, { showHidden: true }));
console.log(inspect([1, 2], { showHidden: true }));
console.log(inspect({ get bad() { throw "no"; } }, { getters: true }));
