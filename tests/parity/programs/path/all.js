const path = require("path");
for (const one of ["/a/b/c.txt", "a", "", ".", "..", "/", "a/", ".bashrc", "a.b.c", "/a/.b", "a.", "//x//y//"]) {
  console.log(JSON.stringify(one), path.basename(one), path.dirname(one), path.extname(one), path.normalize(one), path.isAbsolute(one), path.parse(one));
}
console.log(path.join("a", "..", "b", "./c", "/d/"), path.join(), path.join("", ""), path.join("..", "a"), path.resolve("/a", "b", "../c"), path.resolve("/a", "/b"));
console.log(path.relative("/a/b/c", "/a/d"), path.relative("/a", "/a"), path.relative("/", "/x"), path.basename("/a/b.txt", ".txt"), path.basename("b", "b"));
console.log(path.format({ dir: "/d", base: "b.c" }), path.format({ root: "/", name: "n", ext: ".e" }), path.format({ name: "n", ext: "e" }));
console.log(path.sep, path.delimiter, path.posix === path, path.toNamespacedPath("/x"));
for (const call of [() => path.join(1), () => path.basename(null), () => path.parse(), () => path.format("x")]) {
  try {
    call();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
