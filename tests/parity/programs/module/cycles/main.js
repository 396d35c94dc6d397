const a = require("./a.js");
console.log(a.done, a.b.done, require("./b.js").sawA);
console.log(module.children.map((child) => require("path").basename(child.id)), module.loaded, module.id);
