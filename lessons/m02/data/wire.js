// A shop, and a relay in between that passes everything on. It is plain HTTP, so the relay reads along.
//
// `ask` sends a request through the relay. `reads` is called with each line that the relay finds
// interesting.
import http from "node:http";

let reads = () => {};

const shop = http.createServer((req, res) => {
  if (req.url === "/login") res.setHeader("Set-Cookie", "sid=7f3a; Path=/; HttpOnly");
  res.end("mei");
});
const relay = http.createServer(async (req, res) => {
  const { method, url } = req;
  const { cookie } = req.headers;
  reads(`${method} ${url}`);
  if (cookie) reads(`  Cookie: ${cookie}`);
  const answer = await fetch("http://localhost:3000" + url, { method, headers: cookie ? { cookie } : {} });
  const given = answer.headers.get("set-cookie");
  if (given) {
    reads(`  Set-Cookie: ${given}`);
    res.setHeader("Set-Cookie", given);
  }
  res.end(await answer.text());
});
for (const [server, port] of [[shop, 3000], [relay, 3100]]) {
  await new Promise((listens) => server.listen(port, listens));
  server.unref();
}

let kept;
async function ask(line) {
  const [method, path] = line.split(" ");
  const headers = kept ? { Cookie: kept } : {};
  const answer = await fetch("http://localhost:3100" + path, { method, headers });
  await answer.text();
  kept = answer.headers.get("set-cookie")?.split(";")[0] ?? kept;
}
