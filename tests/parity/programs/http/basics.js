const http = require("http");
const server = http.createServer((req, res) => {
  console.log(req.method, req.url, req.httpVersion, req.headers["x-test"]);
  res.setHeader("X-One", "1");
  res.writeHead(201, "Made", { "Content-Type": "text/plain" });
  res.write("part one, ");
  res.end("part two");
});
server.listen(0, () => {
  const req = http.request({ port: server.address().port, path: "/p?q=1", method: "POST", headers: { "X-Test": "yes" } }, (res) => {
    console.log(res.statusCode, res.statusMessage, res.headers["x-one"], res.headers["content-type"], res.headers["transfer-encoding"]);
    res.setEncoding("utf8");
    let text = "";
    res.on("data", (chunk) => (text += chunk));
    res.on("end", () => { console.log(text, res.complete); server.close(() => console.log("closed")); });
  });
  req.end("body");
});
