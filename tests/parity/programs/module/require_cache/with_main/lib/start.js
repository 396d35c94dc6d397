module.exports = "main of package";
