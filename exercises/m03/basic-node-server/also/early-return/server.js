const http = require("http");

class Site {
  handle(req, res) {
    const isHome = req.url === "/" || req.url.startsWith("/?");
    if (!isHome) return this.refuse(res);
    res.writeHead(200, "OK", ["Content-Type", "text/plain"]);
    res.end(Buffer.from("Server Running"));
  }

  refuse(res) {
    res.statusCode = 404;
    res.end("<p>Nothing here</p>");
  }
}

const site = new Site();
http.createServer((req, res) => site.handle(req, res)).listen(8080);
