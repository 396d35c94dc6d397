module.exports = "value";
