// An API with moods, and `fetch` as a page of http://localhost:3000 has it: an address without
// a host means this server.
import http from "node:http";

let busy = 1;
const answers = {
  "/users": [200, "application/json", '[{"name":"Kishore"}]'],
  "/broken": [500, "application/json", '{"error":"database is away"}'],
};

const server = http.createServer((req, res) => {
  if (req.url === "/slow") return setTimeout(() => res.end("[]"), 5000).unref();
  if (req.url === "/busy" && busy > 0) {
    busy -= 1;
    return res.writeHead(503).end();
  }
  const path = req.url === "/busy" ? "/users" : req.url;
  const [status, type, body] = answers[path] ?? [404, "text/html", "<h1>Not Found</h1>"];
  res.writeHead(status, { "Content-Type": type });
  res.end(body);
});
await new Promise((listens) => server.listen(3000, listens));
server.unref();

const fetch = (address, options) =>
  globalThis.fetch(new URL(address, "http://localhost:3000"), options);
