const http = require("node:http");

function answer(res, status, value) {
  res.writeHead(status, { "Content-Type": "application/json" });
  res.end(JSON.stringify(value));
}

const server = http.createServer((req, res) => {
  const { pathname } = new URL(req.url, "http://localhost");
  if (pathname !== "/health") return answer(res, 404, { error: "no such path" });
  if (req.method === "GET" || req.method === "HEAD") return answer(res, 200, { status: "ok" });
  res.setHeader("Allow", "GET, HEAD");
  answer(res, 405, { error: "no such method" });
});

server.listen(process.env.PORT, "127.0.0.1");
