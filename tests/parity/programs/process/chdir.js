// process.chdir: what begins at the folder that it names, and how it is refused.
const fs = require("fs");
const path = require("path");
const cut = (text) => String(text).replaceAll(__dirname, "HERE");
const told = (folder) => {
  try {
    console.log(process.chdir(folder), cut(process.cwd()));
  } catch (error) {
    const { name, code, message, errno, syscall, path: from, dest } = error;
    console.log(name, code, cut(message), errno, syscall, cut(from), cut(dest));
  }
};
told(__dirname);
fs.mkdirSync("chdir_made/inner", { recursive: true });
told("chdir_made");
console.log(cut(path.resolve("x")), fs.existsSync("inner"), fs.existsSync("chdir_made"), fs.readdirSync("."));
console.log(cut(require("url").pathToFileURL("q").pathname), cut(path.relative("..", "inner")));
fs.writeFileSync("new.txt", "a");
console.log(fs.existsSync(path.join(__dirname, "chdir_made", "new.txt")));
for (const folder of ["none", "new.txt", "", "inner/..", "./inner/", "../..", 5, undefined, "/none/at/all"]) told(folder);
told(__dirname);
console.log(require.resolve("./chdir.js") === __filename, process.chdir.length);
fs.rmSync("chdir_made", { recursive: true });
