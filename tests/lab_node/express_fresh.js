"use strict";

const express = require("express");
const ask = require("./express/ask");

const app = express();
app.use((req, res) => {
  const { searchParams } = new URL(req.url, "http://x");
  if (searchParams.has("etag")) res.setHeader("ETag", searchParams.get("etag"));
  if (searchParams.has("date")) res.setHeader("Last-Modified", searchParams.get("date"));
  if (searchParams.has("status")) res.statusCode = Number(searchParams.get("status"));
  const { fresh, stale } = req;
  res.statusCode = 200;
  res.setHeader("X-Fresh", `${fresh} ${stale}`);
  res.end();
});
const early = "Sat, 01 Jan 2022 00:00:00 GMT";
const late = "Sun, 01 Jan 2023 00:00:00 GMT";
const server = app.listen(0, async () => {
  for (const [query, headers, method = "GET"] of [
    [{}, {}], [{ etag: '"a"' }, { "if-none-match": '"a"' }], [{ etag: 'W/"a"' }, { "if-none-match": '"a"' }], [{ etag: '"a"' }, { "if-none-match": 'W/"b", W/"a"' }], [{ etag: '"a"' }, { "if-none-match": "*" }], [{}, { "if-none-match": '"a"' }],
    [{ date: early }, { "if-modified-since": late }], [{ date: late }, { "if-modified-since": early }], [{ date: early }, { "if-modified-since": early }], [{ date: "bad" }, { "if-modified-since": early }],
    [{ etag: '"a"' }, { "if-none-match": '"a"', "cache-control": "no-cache" }], [{ etag: '"a"', status: 404 }, { "if-none-match": '"a"' }], [{ etag: '"a"', status: 304 }, { "if-none-match": '"a"' }], [{ etag: '"a"' }, { "if-none-match": '"a"' }, "POST"], [{ etag: '"a"' }, { "if-none-match": '"a"' }, "HEAD"],
    [{ etag: '"a"', date: late }, { "if-none-match": '"a"', "if-modified-since": early }],
  ]) {
    const answer = await ask(server.address().port, `/?${new URLSearchParams(query)}`, { headers, method });
    console.log(JSON.stringify(query), JSON.stringify(headers), method, answer.headers["x-fresh"]);
  }
  server.close();
});
