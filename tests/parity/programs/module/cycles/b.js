exports.done = false;
exports.sawA = require("./a.js").done;
exports.done = true;
