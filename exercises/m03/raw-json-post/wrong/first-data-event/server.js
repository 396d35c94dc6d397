const http = require("http");

const LIMIT = 1024; // bytes
const notes = [];

function answer(res, status, value, headers = {}) {
  res.writeHead(status, { "Content-Type": "application/json", ...headers });
  res.end(JSON.stringify(value));
}

function create(req, res) {
  req.once("data", (piece) => {
    if (piece.length > LIMIT) {
      return answer(res, 413, { error: "too large" }, { Connection: "close" });
    }
    try {
      const note = JSON.parse(piece);
      notes.push(note);
      answer(res, 201, note);
    } catch (error) {
      answer(res, 400, { error: error.message });
    }
  });
}

http.createServer((req, res) => {
  const path = req.url.split("?")[0];
  if (path !== "/notes") return answer(res, 404, {});
  if (req.method === "GET") return answer(res, 200, notes);
  if (req.method === "POST") return create(req, res);
  answer(res, 405, {}, { Allow: "GET, POST" });
}).listen(3000);
