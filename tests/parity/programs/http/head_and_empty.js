const http = require("http");
const server = http.createServer((req, res) => {
  if (req.url === "/204") { res.statusCode = 204; return res.end(); }
  if (req.url === "/304") { res.writeHead(304); return res.end(); }
  res.setHeader("Content-Type", "text/plain");
  res.end("a body");
});
server.listen(0, async () => {
  for (const [method, path] of [["HEAD", "/"], ["GET", "/204"], ["GET", "/304"], ["OPTIONS", "/"], ["GET", "/"]]) {
    await new Promise((resolve) => http.request({ port: server.address().port, method, path }, (res) => {
      let text = "";
      res.on("data", (chunk) => (text += chunk)).on("end", () => { console.log(method, path, res.statusCode, res.statusMessage, res.headers["content-length"], res.headers["transfer-encoding"], text); resolve(); });
    }).end());
  }
  server.close();
});
