// parity: stderr
process.on("warning", (warning) => console.log(warning.name, warning.message, warning.code, warning.detail));
process.emitWarning("plain");
process.emitWarning("typed", "CustomWarning");
process.emitWarning("coded", "CustomWarning", "W001");
process.emitWarning("options", { type: "T", code: "C", detail: "more" });
process.emitWarning(new Error("an error"));
try {
  process.emitWarning(5);
} catch (error) {
  console.log(error.name, error.code, error.message);
}
console.log("first");
