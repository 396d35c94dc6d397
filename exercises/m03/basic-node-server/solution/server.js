const http = require("http");

// read: the path, without the query
function pathOf(req) {
  return req.url.split("?")[0];
}

// answer: status, type and text, and always the end
function answer(res, status, text) {
  res.writeHead(status, { "Content-Type": "text/plain" });
  res.end(text);
}

http.createServer((req, res) => {
  // decide: one path exists, all others do not
  if (pathOf(req) === "/") {
    answer(res, 200, "Server Running");
  } else {
    answer(res, 404, "Not found");
  }
}).listen(3000);
