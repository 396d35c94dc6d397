const http = require("node:http");

const notes = [
  { text: "buy bread", done: true },
  { text: "call Asha", done: false },
  { text: "send the key", done: false },
];

http.createServer((req, res) => {
  if (req.url !== "/notes/open") {
    res.statusCode = 404;
    res.end("nothing is here");
  } else if (req.method !== "GET") {
    res.statusCode = 405;
    res.setHeader("Allow", "GET");
    res.end();
  } else {
    res.setHeader("Content-Type", "application/json");
    res.end(JSON.stringify(notes.filter((note) => !note.done).map((note) => note.text)));
  }
}).listen(process.env.PORT, "127.0.0.1");
