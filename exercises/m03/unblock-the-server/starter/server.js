const http = require("http");
const { report } = require("./report");

http.createServer(async (req, res) => {
  const [, path, product] = req.url.split("/");
  if (path !== "report") return res.end("pong");
  const body = JSON.stringify(await report(product));
  res.writeHead(200, { "Content-Type": "application/json" });
  res.end(body);
}).listen(3000);
