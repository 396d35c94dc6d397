const http = require("http");

const LIMIT = 1024; // bytes
const notes = [];

http.createServer((req, res) => {
  // route: the path without its query (404), then the method (405)
  // collect: the pieces of the body, never more than LIMIT (413)
  // parse: join, decode, JSON (400)
  // store and answer: 201 with the note
  res.writeHead(200, { "Content-Type": "application/json" });
  res.end(JSON.stringify(notes));
}).listen(3000);
