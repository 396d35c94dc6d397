const http = require("node:http");
const { Transform } = require("node:stream");
const { text } = require("node:stream/consumers");

class Limit extends Transform {
  seen = 0;

  constructor(most) {
    super();
    this.most = most;
  }

  _transform(piece, encoding, done) {
    this.seen += piece.length;
    const error = this.seen > this.most ? Object.assign(new Error("too large"), { status: 413 }) : null;
    done(error, piece);
  }
}

let list = [];

async function post(req, res) {
  const limit = new Limit(1024);
  req.pipe(limit);
  try {
    const note = JSON.parse(await text(limit));
    list = [...list, note];
    res.writeHead(201, { "content-type": "application/json", Location: "/notes" });
    res.end(JSON.stringify(note));
  } catch (error) {
    console.error(error);
    res.writeHead(error.status || 400).end(error.message);
  }
}

http.createServer((req, res) => {
  const path = req.url.replace(/\?.*/, "");
  if (path != "/notes") return res.writeHead(404).end();
  if (req.method == "POST") return post(req, res);
  if (req.method != "GET") return res.writeHead(405, { Allow: "POST,GET" }).end();
  res.writeHead(200, { "Content-Type": "application/json" });
  res.end(JSON.stringify(list, null, 2));
}).listen(3000);
