const http = require("http");

const notes = [];

http.createServer(function (req, res) {
  const url = req.url;
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);

  if (path != "/notes") {
    res.statusCode = 404;
    return res.end("404");
  }
  if (req.method == "GET") return res.end(JSON.stringify(notes));
  if (req.method != "POST") {
    res.statusCode = 405;
    res.setHeader("Allow", ["POST", "GET", "OPTIONS"]);
    return res.end("405");
  }
  if (req.headers["content-length"] > 1024) {
    res.statusCode = 413;
    return res.end("413");
  }

  const decoder = new TextDecoder();
  let text = "";
  let left = 1024;
  req.on("data", function (piece) {
    left -= piece.byteLength;
    if (left < 0) {
      if (!res.writableEnded) res.writeHead(413).end("413");
      return;
    }
    text += decoder.decode(piece, { stream: true });
  });
  req.on("end", function () {
    if (left < 0) return;
    try {
      notes.push(JSON.parse(text));
    } catch (error) {
      res.statusCode = 400;
      return res.end(String(error));
    }
    res.statusCode = 201;
    res.end(text);
  });
}).listen(3000);
