const error = new Error("first");
error.message = "second";
console.log(require("util").inspect(error).split("\n")[0]);
