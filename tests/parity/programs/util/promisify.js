const util = require("util");
const add = (a, b, callback) => process.nextTick(callback, a < 0 ? new Error("negative") : null, a + b);
const promised = util.promisify(add);
promised(1, 2).then(console.log);
promised(-1, 2).catch((error) => console.log(error.message));
console.log(promised.name, promised.length, util.promisify(promised) === promised);
const back = util.callbackify(async (x) => {
  if (x === 0) throw null;
  return x * 2;
});
back(4, (error, value) => console.log(error, value));
back(0, (error) => console.log(error.code, error.message, error.reason));
try {
  util.promisify("x");
} catch (error) {
  console.log(error.name, error.code, error.message);
}
util.promisify(setTimeout)(1, "value").then(console.log);
