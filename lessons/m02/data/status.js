// A mock API whose path `/status/CODE` answers with that code, and with the headers that go with it.
//
// `show` asks for a code and prints what came: the status, and its companion headers.
import http from "node:http";

const companions = {
  201: { Location: "/orders/8" },
  303: { Location: "/orders/8" },
  308: { Location: "/v2/orders" },
  401: { "WWW-Authenticate": "Bearer" },
  405: { Allow: "GET, POST" },
  429: { "Retry-After": "30" },
  503: { "Retry-After": "120" },
};

const server = http.createServer((req, res) => {
  const code = Number(req.url.split("/")[2]);
  res.writeHead(code, companions[code]).end();
});
await new Promise((listens) => server.listen(3000, listens));
server.unref();

async function show(code) {
  const where = "http://localhost:3000/status/" + code;
  const answer = await fetch(where, { redirect: "manual" });
  const fields = Object.keys(companions[code] ?? {});
  const headers = fields.map((name) => `${name}: ${answer.headers.get(name)}`);
  console.log(answer.status, headers.join(", "));
  return answer.status;
}
