// Standard input that is at its end: no line, then close; and a question nobody answers.
const readline = require("node:readline");
const rl = readline.createInterface({ input: process.stdin, output: process.stdout });
const lines = [];
rl.question("Name? ", (name) => console.log("never", name));
rl.on("line", (line) => lines.push(line));
rl.on("close", () => {
  console.log("\nclosed", lines);
  try { rl.question("again? ", () => {}); } catch (error) { console.log(error.code, error.message); }
  process.stdin.on("data", () => console.log("never"));
});
console.log(rl.terminal, process.stdin.isTTY, process.stdin.fd, rl.line, rl.cursor);
process.on("exit", (code) => console.log("exit", code));
