// A signal that ends a fetch while its body comes: every way to read it fails with the reason.
import http from "node:http";

const server = http.createServer((req, res) => {
  res.writeHead(200, { "Content-Type": "application/json" });
  res.write('{"a":');
});
await new Promise((listening) => server.listen(0, listening));
const url = `http://localhost:${server.address().port}/`;

const ways = {
  json: (response) => response.json(),
  text: (response) => response.text(),
  async parts(response) {
    for await (const part of response.body) if (part.length > 100) console.log(part.length);
  },
};
for (const [name, read] of Object.entries(ways)) {
  const controller = new AbortController();
  const response = await fetch(url, { signal: controller.signal });
  const reading = read(response);
  setTimeout(() => controller.abort(new RangeError("too slow")), 5);
  await reading.catch((error) => console.log(name, error.name, error.message));
}
const late = await fetch(url, { signal: AbortSignal.timeout(20) });
await late.text().catch((error) => console.log(error.name, error.code));
server.closeAllConnections();
server.close(() => console.log("closed"));
