// A shop that knows its visitors by a cookie, and a browser with a cookie jar.
//
// `ask` sends one request with what the jar holds, keeps the cookie of the answer, and prints both.
// `visitors` is the shop's own list.
import http from "node:http";

const visitors = new Map();
const jar = new Map();

const shop = http.createServer((req, res) => {
  if (req.method === "POST" && req.url === "/login") {
    visitors.set("sid=7f3a", "mei");
    res.setHeader("Set-Cookie", "sid=7f3a; Path=/");
    return res.end("welcome");
  }
  const name = visitors.get(req.headers.cookie);
  res.writeHead(name ? 200 : 401, name ? {} : { "WWW-Authenticate": "Cookie" });
  res.end(name ?? "who are you?");
});
await new Promise((listens) => shop.listen(3000, listens));
shop.unref();

async function ask(line) {
  const [method, path] = line.split(" ");
  const cookie = [...jar].map((pair) => pair.join("=")).join("; ");
  const headers = cookie ? { Cookie: cookie } : {};
  const answer = await fetch("http://localhost:3000" + path, { method, headers });
  const given = answer.headers.get("set-cookie");
  if (given) jar.set(...given.split(";")[0].split("="));
  console.log(line.padEnd(12), answer.status, await answer.text());
}
