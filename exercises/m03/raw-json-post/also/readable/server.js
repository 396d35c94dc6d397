const http = require("http");
const notes = new Map();

http.createServer((req, res) => {
  const answer = (status, value) => {
    res.statusCode = status;
    res.setHeader("content-type", "application/json; charset=utf-8");
    res.end(value === undefined ? "" : JSON.stringify(value));
  };
  const { pathname } = new URL(req.url, "http://localhost");
  if (pathname !== "/notes") return answer(404, { message: "not found", pathname });
  if (req.method !== "GET" && req.method !== "POST") {
    res.setHeader("Allow", ["GET", "POST"]);
    return answer(405);
  }
  if (req.method === "GET") return answer(200, [...notes.values()]);

  const pieces = [];
  let size = 0;
  function read() {
    for (let piece = req.read(); piece !== null; piece = req.read()) {
      size += piece.length;
      pieces.push(piece);
    }
    if (size <= 1024) return;
    req.off("readable", read).off("end", end);
    answer(413, { message: `more than 1024 bytes` });
    req.resume();
  }
  function end() {
    let note;
    try {
      note = JSON.parse(Buffer.concat(pieces));
    } catch (error) {
      return answer(400, { message: error.message });
    }
    if (note === null || typeof note !== "object" || Array.isArray(note)) {
      return answer(422, { message: "a note is an object" });
    }
    const id = notes.size + 1;
    notes.set(id, { id, ...note });
    answer(201, notes.get(id));
  }
  req.on("readable", read).on("end", end);
}).listen(3000);
