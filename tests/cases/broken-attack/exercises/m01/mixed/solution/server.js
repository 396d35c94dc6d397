const http = require("node:http");

const { PASSWORD = "open", NOTE = "buy milk" } = process.env;

http.createServer((req, res) => {
  const isAda = req.headers.user === "ada" && req.headers.password === PASSWORD;
  if (!isAda) {
    res.writeHead(401).end("Unauthorized");
    return;
  }
  res.end(NOTE);
}).listen(3000);
