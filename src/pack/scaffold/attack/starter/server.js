const http = require("node:http");

const { KEY = "open", NOTE = "call Omar" } = process.env;

http.createServer((req, res) => {
  const { user } = req.headers;
  if (user === "asha") {
    res.end(NOTE);
    return;
  }
  res.writeHead(401).end("who are you?");
}).listen(3000);
