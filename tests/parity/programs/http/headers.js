const http = require("http");
const server = http.createServer((req, res) => {
  res.setHeader("Set-Cookie", ["a=1", "b=2"]);
  res.setHeader("X-Number", 5);
  console.log(res.getHeader("x-number"), res.hasHeader("X-NUMBER"), res.getHeaderNames(), res.getHeaders());
  res.removeHeader("x-number");
  for (const call of [() => res.setHeader("bad name", "x"), () => res.setHeader("x", undefined), () => res.setHeader("x", "a\nb"), () => res.writeHead(99)]) {
    try { call(); } catch (error) { console.log(error.name, error.code, error.message); }
  }
  console.log(req.headers.accept, req.rawHeaders.filter((_, i) => i % 2 === 0), req.headersDistinct["x-many"]);
  res.end("ok");
  console.log(res.headersSent, res.writableEnded);
  try { res.setHeader("x", "late"); } catch (error) { console.log(error.code, error.message); }
});
server.listen(0, async () => {
  http.get({ port: server.address().port, headers: { Accept: "text/html", "X-Many": ["1", "2"], Connection: "close" } }, (res) => {
    console.log(res.headers["set-cookie"], res.headers["content-length"], Object.keys(res.headers).sort());
    res.resume().on("end", () => server.close());
  });
});
