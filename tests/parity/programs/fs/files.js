const fs = require("fs");
const path = require("path");
console.log(fs.existsSync(__filename), fs.existsSync("none"), fs.readFileSync(__filename, "utf8").split("\n")[0]);
console.log(fs.readFileSync(path.join(__dirname, "data.txt")), fs.readdirSync(__dirname).includes("data.txt"), fs.statSync(path.join(__dirname, "data.txt")).size, fs.statSync(__dirname).isDirectory());
for (const call of [() => fs.readFileSync("nope.txt"), () => fs.readdirSync("nope"), () => fs.statSync("nope"), () => fs.readFileSync(__dirname)]) {
  try {
    call();
  } catch (error) {
    console.log(error.name, error.code, error.syscall, error.errno, error.message.replace(__dirname, ""));
  }
}
