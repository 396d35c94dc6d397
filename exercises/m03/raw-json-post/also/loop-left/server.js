const http = require("http");

const LIMIT = 1024; // bytes
const notes = [];

function answer(res, status, value, headers = {}) {
  res.writeHead(status, { "Content-Type": "application/json", ...headers });
  res.end(JSON.stringify(value));
}

async function create(req, res) {
  const pieces = [];
  let size = 0;
  for await (const piece of req) {
    size += piece.length;
    if (size > LIMIT) break;
    pieces.push(piece);
  }
  if (size > LIMIT) return answer(res, 413, { error: "too large" });
  const bytes = Buffer.concat(pieces);
  try {
    const note = JSON.parse(bytes.toString());
    notes.push(note);
    answer(res, 201, note);
  } catch {
    answer(res, 400, { error: "not JSON" });
  }
}

http.createServer((req, res) => {
  const path = req.url.split("?")[0];
  if (path !== "/notes") return answer(res, 404, {});
  if (req.method === "GET") return answer(res, 200, notes);
  if (req.method === "POST") return create(req, res);
  answer(res, 405, {}, { Allow: "GET, POST" });
}).listen(3000);
