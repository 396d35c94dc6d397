const http = require("http");
const counter = require("./counter");
const { visit, show } = require("./routes");

http.createServer((req, res) => {
  res.setHeader("Content-Type", "text/plain");
  if (req.url === "/report") {
    res.end(`report: ${counter.value()} visitors`);
  } else if (req.method === "POST" && req.url === "/phone") {
    res.end(`visitor ${counter.increment()} is on the phone`);
  } else if (req.method === "POST") {
    visit(req, res);
  } else {
    show(req, res);
  }
}).listen(3000);
