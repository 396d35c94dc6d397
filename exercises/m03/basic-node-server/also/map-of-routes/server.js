const { createServer } = require("node:http");

const texts = new Map([["/", "Server Running"]]);

const server = createServer((req, res) => {
  const { pathname } = new URL(req.url, "http://localhost");
  const text = texts.get(pathname);
  res.statusCode = text === undefined ? 404 : 200;
  res.setHeader("content-type", "text/plain; charset=utf-8");
  res.end(text);
});

server.listen(3000);
