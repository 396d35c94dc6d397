const util = require("util");
function Above() {}
Above.prototype.hello = function () {
  return "hello";
};
function Below() {}
util.inherits(Below, Above);
console.log(new Below().hello(), Below.super_ === Above, new Below());
for (const values of [[null, Above], [Below, null], [Below, {}]]) {
  try {
    util.inherits(...values);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
console.log(util.isDeepStrictEqual({ a: [1, new Map([[1, { b: 2 }]])] }, { a: [1, new Map([[1, { b: 2 }]])] }));
console.log(util.isDeepStrictEqual([1], ["1"]), util.isDeepStrictEqual(new Set([1]), new Set([2])));
console.log(util.stripVTControlCharacters("\u001b[31mred\u001b[39m"), JSON.stringify(util.styleText("red", "x")));
console.log(util.toUSVString("\ud800x"), util.isArray([]));
