// A server that ends well: SIGTERM closes it, a second one would end it; exit codes of signals.
const http = require("node:http");
const log = [];
const server = http.createServer((req, res) => setTimeout(() => res.end("late but here"), 20));
process.on("SIGINT", (signal, number) => log.push(["SIGINT", signal, number]));
process.once("SIGTERM", (signal) => {
  log.push([signal, server.listening]);
  server.close((error) => { log.push(["closed", error]); process.exitCode = 3; });
});
process.on("exit", (code) => console.log("exit", code, log));
server.listen(0, async () => {
  const answer = fetch(`http://localhost:${server.address().port}`);
  setTimeout(() => {
    process.kill(process.pid, "SIGINT");
    setTimeout(() => process.kill(process.pid, "SIGTERM"), 2);
  }, 5);
  console.log(await (await answer).text(), process.listenerCount("SIGTERM"), process.listenerCount("SIGINT"));
  server.closeAllConnections();
});
for (const [pid, signal] of [[process.pid, "SIGTEA"], ["x", "SIGTERM"], [process.pid, 0]]) {
  try { console.log(process.kill(pid, signal)); } catch (error) { console.log(error.name, error.code, error.message); }
}
