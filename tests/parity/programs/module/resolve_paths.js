// `require.resolve` with its options, and where `require` looks.
const { join } = require("path");
const fs = require("fs");
console.log(require.resolve.name, require.resolve.paths.name, require.resolve.paths("fs"), require.resolve.paths("node:fs"));
console.log(require.resolve.paths("./x")[0] === __dirname, require.resolve.paths("x")[0] === join(__dirname, "node_modules"));
console.log(require.resolve("./value.cjs", { paths: [join(__dirname, "create_require")] }).slice(__dirname.length));
for (const bad of [["./none", { paths: [__dirname] }], ["./x", { paths: 5 }], [5], ["./none"]]) {
  try {
    console.log(require.resolve(...bad));
  } catch (error) {
    console.log(error.name, error.code, error.message.split("\n")[0]);
  }
}
try {
  require.resolve.paths(5);
} catch (error) {
  console.log(error.name, error.code, error.message);
}
console.log(module.parent, require.main === module, Object.keys(module), fs.existsSync(module.filename));
