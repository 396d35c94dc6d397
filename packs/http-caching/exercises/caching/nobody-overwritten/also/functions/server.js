// Without Express.
const http = require("node:http");
const { find, save } = require("./store.js");

async function change(req, id, note, tag) {
  const condition = req.headers["if-match"];
  if (condition === undefined) return [428];
  const listed = condition.split(",").map((one) => one.trim());
  if (!listed.includes(tag) && !listed.includes("*")) return [412];
  const pieces = await Array.fromAsync(req);
  const { text } = JSON.parse(Buffer.concat(pieces).toString());
  const saved = await save(id, text, note.version);
  return saved ? [200, saved] : [412];
}

async function answer(req) {
  const id = req.url.split("/")[2];
  const note = await find(id);
  if (!note) return [404];
  return req.method === "PUT" ? change(req, id, note, `"${note.version}"`) : [200, note];
}

http.createServer(async (req, res) => {
  const [status, note] = await answer(req);
  if (!note) return res.writeHead(status).end();
  res.writeHead(status, { ETag: `"${note.version}"`, "Content-Type": "application/json" });
  res.end(JSON.stringify({ text: note.text }));
}).listen(3000);
