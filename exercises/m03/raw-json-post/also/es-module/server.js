import { createServer } from "node:http";

const LIMIT = 1024;
const notes = [];

const readText = (req) =>
  new Promise((resolve) => {
    let text = "";
    req.setEncoding("utf8");
    req.on("data", (piece) => {
      text += piece;
      if (Buffer.byteLength(text) > LIMIT) resolve(null);
    });
    req.on("end", () => resolve(text));
  });

const routes = new Map([
  ["GET", async (req, res) => res.end(JSON.stringify(notes))],
  ["POST", async (req, res) => {
    const text = await readText(req);
    if (text === null) {
      res.statusCode = 413;
      res.setHeader("Connection", "close");
      return res.end();
    }
    try {
      const note = JSON.parse(text);
      notes.push(note);
      res.statusCode = 201;
      res.end(JSON.stringify(note));
    } catch {
      res.statusCode = 400;
      res.end("This is not JSON.");
    }
  }],
]);

const server = createServer(async (req, res) => {
  const { pathname } = new URL(req.url, "http://localhost");
  const route = routes.get(req.method);
  if (pathname !== "/notes") res.writeHead(404).end();
  else if (route) await route(req, res);
  else res.writeHead(405, { allow: [...routes.keys()].reverse().join(",") }).end();
});

server.listen(3000);
