console.log(Promise.resolve(4), Promise.resolve({ a: 1 }), new Promise(() => {}));
const failed = Promise.reject(new Error("no"));
failed.catch(() => {});
console.log(require("util").inspect(failed).replace(/\n +at .*/g, ""));
const three = Promise.reject(3);
three.catch(() => {});
console.log(three, [Promise.resolve([1])], (async () => {})());
function* gen() {
  yield 1;
}
async function* agen() {}
console.log(gen(), agen(), gen, new (class Foo { *[Symbol.iterator]() {} })());
