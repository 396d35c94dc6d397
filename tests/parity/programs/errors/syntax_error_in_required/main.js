try {
  require("./broken.js");
} catch (error) {
  console.log(error.name, error.message);
}
try {
  require("./bad.json");
} catch (error) {
  console.log(error.name, error.message.replace(__dirname, ""));
}
