const first = require("./counter.js");
const second = require("./counter");
console.log(first === second, first.count, Object.keys(require.cache).length);
delete require.cache[require.resolve("./counter.js")];
console.log(require("./counter.js") === first, require.resolve("fs"), typeof require.resolve.paths, require("./folder"), require("./with_main"));
console.log(module.exports === exports, module.paths[0] === __dirname + "/node_modules", module.parent, require("node:fs") === require("fs"));
for (const bad of ["", 5, undefined]) {
  try {
    require(bad);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
