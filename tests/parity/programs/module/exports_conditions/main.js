console.log(require("pkg"), require("pkg/feature"), require("pkg/dir/one.js"));
for (const name of ["pkg/secret.js", "pkg/none", "none", "./none.js"]) {
  try {
    require(name);
  } catch (error) {
    console.log(error.code, error.message.split("\n")[0].replaceAll(__dirname, ""));
  }
}
import("pkg").then((namespace) => console.log(namespace.default));
