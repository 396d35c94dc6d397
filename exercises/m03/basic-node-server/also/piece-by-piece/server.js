const { createServer } = require("node:http");

function sendSlowly(res, status, text) {
  res.statusCode = status;
  res.appendHeader("content-type", "Text/Plain; charset=us-ascii");
  res.flushHeaders();
  setImmediate(() => {
    for (const letter of text) res.write(letter);
    res.end(() => console.log("sent", status));
  });
}

createServer((req, res) => {
  req.resume();
  req.on("end", () => {
    const mark = req.url.indexOf("?");
    const path = mark < 0 ? req.url : req.url.slice(0, mark);
    if (path === "/") sendSlowly(res, 200, "Server Running");
    else sendSlowly(res, 404, "Server Running, and nothing is here");
  });
}).listen(3000, () => console.error("ready"));
