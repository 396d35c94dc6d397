const http = require("http");

const LIMIT = 1024; // bytes
const notes = [];

function answer(res, status, value, headers = {}) {
  res.writeHead(status, { "Content-Type": "application/json", ...headers });
  res.end(JSON.stringify(value));
}

// collect: bytes up to LIMIT, or null as soon as there are more
function readBody(req, done) {
  const pieces = [];
  let size = 0;
  req.on("data", (piece) => {
    const before = size;
    size += piece.length;
    if (size <= LIMIT) pieces.push(piece);
    else if (before <= LIMIT) done(null);
  });
  req.on("end", () => {
    if (size <= LIMIT) done(Buffer.concat(pieces));
  });
}

// parse: the value, or undefined where the text is no JSON
function parse(bytes) {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

// store and answer
function create(req, res) {
  readBody(req, (bytes) => {
    if (bytes === null) {
      return answer(res, 413, { error: "too large" }, { Connection: "close" });
    }
    const note = parse(bytes);
    if (note === undefined) return answer(res, 400, { error: "not JSON" });
    notes.push(note);
    answer(res, 201, note);
  });
}

// route: the path, then the method
http.createServer((req, res) => {
  const path = req.url.split("?")[0];
  if (path !== "/notes") {
    answer(res, 404, { error: "no such path" });
  } else if (req.method === "GET") {
    answer(res, 200, notes);
  } else if (req.method === "POST") {
    create(req, res);
  } else {
    answer(res, 405, { error: "GET or POST" }, { Allow: "GET, POST" });
  }
}).listen(3000);
