// A `for await` that is left early: the stream ends with an AbortError, and a server's request lets
// go of its socket, so that the response still goes out.
const http = require("http");
const { Readable } = require("stream");

async function stream() {
  const readable = Readable.from(["a", "b"]);
  readable.on("error", (error) => console.log("error", error.name, error.code));
  readable.on("close", () => console.log("close"));
  for await (const piece of readable) {
    console.log(piece);
    break;
  }
  console.log(readable.destroyed, readable.errored?.name);
}

function server() {
  const server = http.createServer(async (req, res) => {
    req.on("error", (error) => console.log("request error", error.name));
    req.on("aborted", () => console.log("aborted"));
    req.on("close", () => console.log("request close"));
    for await (const piece of req) {
      console.log("piece", piece.length);
      break;
    }
    console.log(req.destroyed, req.socket, req.aborted);
    res.writeHead(413, { "Content-Length": 3 });
    res.end("big");
  });
  server.listen(0, () => {
    const options = { port: server.address().port, method: "POST", headers: { "Content-Length": 2039 } };
    const request = http.request(options, (res) => {
      console.log(res.statusCode, res.headers.connection);
      res.resume();
      res.on("end", () => server.close(() => console.log("closed")));
    });
    request.end("x".repeat(2039));
  });
}

stream().then(server);
