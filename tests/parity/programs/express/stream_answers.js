// Answers in pieces: write, pipe of a file, server-sent events, a client that goes away.
const express = require("express");
const fs = require("node:fs");
const path = require("node:path");
const { pipeline } = require("node:stream/promises");
const { Readable } = require("node:stream");
const app = express();
app.get("/write", (req, res) => { res.type("text"); res.write("one "); setTimeout(() => { res.write("two "); res.end("three"); }, 2); });
app.get("/file", (req, res) => fs.createReadStream(path.join(__dirname, "public", "page.html")).pipe(res.type("html")));
app.get("/rows", async (req, res) => {
  res.set("Content-Type", "text/csv");
  await pipeline(Readable.from(["id,name\n", "1,tea\n", "2,cup\n"]), res);
});
app.get("/missing", (req, res, next) => { fs.createReadStream(path.join(__dirname, "none.csv")).on("error", next).pipe(res); });
app.get("/events", (req, res) => {
  res.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
  let n = 0;
  const timer = setInterval(() => { n += 1; res.write(`event: tick\ndata: ${JSON.stringify({ n })}\n\n`); }, 3);
  req.on("close", () => { clearInterval(timer); console.log("client left", n >= 2, res.writableFinished); server.close(); });
});
app.use((err, req, res, next) => res.status(500).json({ code: err.code, syscall: err.syscall }));

const server = app.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  for (const url of ["/write", "/file", "/rows", "/missing"]) {
    const res = await fetch(base + url);
    console.log(url, res.status, res.headers.get("content-type"), res.headers.get("transfer-encoding"), res.headers.get("content-length"), JSON.stringify(await res.text()));
  }
  const stop = new AbortController();
  const res = await fetch(`${base}/events`, { signal: stop.signal });
  console.log(res.status, res.headers.get("content-type"));
  let text = "";
  try {
    const decoder = new TextDecoder();
    for await (const chunk of res.body) {
      text += decoder.decode(chunk, { stream: true });
      if (text.split("\n\n").length > 2) stop.abort();
    }
  } catch (error) {
    console.log(error.name, text.split("\n\n").slice(0, 2));
  }
});
