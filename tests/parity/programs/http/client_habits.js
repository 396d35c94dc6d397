// http.request: a body, headers, JSON back, an answer that is not 2xx, a redirect that stays one.
const http = require("node:http");
const server = http.createServer((req, res) => {
  const parts = [];
  req.on("data", (part) => parts.push(part));
  req.on("end", () => {
    const body = Buffer.concat(parts).toString();
    if (req.url === "/old") { res.writeHead(302, { Location: "/new" }); return res.end(); }
    if (req.url === "/none") { res.writeHead(404, "Nothing Here", { "Content-Type": "text/plain" }); return res.end("no"); }
    res.setHeader("Content-Type", "application/json");
    const { host, connection, ...headers } = req.headers;
    return res.end(JSON.stringify({ method: req.method, url: req.url, headers, host: host.startsWith("localhost:"), connection, body }));
  });
});
function ask(options, body) {
  return new Promise((resolve, reject) => {
    const req = http.request({ host: "localhost", port: server.address().port, ...options }, (res) => {
      let text = "";
      res.setEncoding("utf8");
      res.on("data", (part) => { text += part; });
      res.on("end", () => resolve({ status: res.statusCode, message: res.statusMessage, type: res.headers["content-type"], location: res.headers.location, text, complete: res.complete }));
    });
    req.on("error", reject);
    if (body) for (const part of [].concat(body)) req.write(part);
    req.end();
  });
}
server.listen(0, async () => {
  console.log(await ask({ path: "/a?b=1" }));
  console.log(await ask({ method: "POST", path: "/json", headers: { "Content-Type": "application/json" } }, JSON.stringify({ n: 1 })));
  console.log(await ask({ method: "POST", path: "/length", headers: { "Content-Length": 3 } }, "tea"));
  console.log(await ask({ method: "PUT", path: "/parts" }, ["one ", "two"]));
  console.log(await ask({ method: "DELETE", path: "/x", auth: "user:pass" }));
  console.log(await ask({ path: "/old" }));
  console.log(await ask({ path: "/none", agent: new http.Agent({ keepAlive: true, maxSockets: 1 }) }));
  const url = new URL(`http://localhost:${server.address().port}/from-url?x=y`);
  http.get(url, { headers: { "X-One": ["a", "b"] } }, (res) => {
    console.log(res.statusCode, Object.keys(res.headers).sort(), res.rawHeaders.length % 2, res.httpVersion);
    res.resume();
    res.on("close", () => { server.close(() => console.log("closed")); server.closeIdleConnections(); });
  });
});
