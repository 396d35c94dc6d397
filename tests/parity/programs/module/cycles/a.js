exports.done = false;
exports.b = require("./b.js");
exports.done = true;
