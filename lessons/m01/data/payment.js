// A payment provider on port 4000, and `pay`, which pays at the shop while the provider is "up", "silent"
// (it takes requests and answers none) or "gone", and prints what the shop answers.
const http = require("http");

const charges = "http://localhost:4000/charges";
let state = "up";
const provider = http.createServer((req, res) => {
  if (state === "up") res.writeHead(201).end("charged");
});
const listens = new Promise((done) => provider.listen(4000, done));

async function pay(now) {
  await listens;
  state = now;
  if (state === "gone") {
    provider.closeAllConnections();
    await new Promise((done) => provider.close(done));
  }
  const answer = await fetch("http://localhost:3000/pay", { method: "POST" });
  console.log(state.padEnd(7), answer.status, await answer.text());
}
