const http = require("http");
const LIMIT = 1024;
const notes = [];
let pieces = [];
let size = 0;

http.createServer((req, res) => {
  const send = (status, value, headers) => {
    res.writeHead(status, { "Content-Type": "application/json", ...headers });
    res.end(JSON.stringify(value));
  };
  const path = req.url.split("?")[0];
  if (path !== "/notes") return send(404, { error: "no such path" });
  if (req.method === "GET") return send(200, notes);
  if (req.method !== "POST") return send(405, { error: "no" }, { Allow: "GET, POST" });
  req.on("data", (piece) => {
    size += piece.length;
    if (size > LIMIT) {
      if (!res.headersSent) send(413, { error: "too large" });
      return;
    }
    pieces.push(piece);
  });
  req.on("end", () => {
    if (res.headersSent) return;
    const body = Buffer.concat(pieces).toString();
    pieces = [];
    size = 0;
    let note;
    try {
      note = JSON.parse(body);
    } catch {
      return send(400, { error: "no JSON" });
    }
    notes.push(note);
    send(201, note);
  });
}).listen(3000);
