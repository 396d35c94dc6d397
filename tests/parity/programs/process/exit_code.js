process.on("exit", (code) => {
  console.log("exit", code, process.exitCode);
});
process.exitCode = 3;
console.log("set", process.exitCode);
