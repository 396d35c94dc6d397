process.on("exit", (code) => {
  console.log("exit", code);
  process.exitCode = 9;
});
process.on("beforeExit", () => console.log("never"));
setTimeout(() => console.log("never"), 1);
process.nextTick(() => console.log("never"));
process.exit(5);
