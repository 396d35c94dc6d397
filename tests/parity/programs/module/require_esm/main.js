const namespace = require("./module.mjs");
console.log(namespace.default, namespace.value, namespace.__esModule);
