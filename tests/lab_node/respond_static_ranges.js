const express = require("express");
const { serve } = require("./respond/ask");
const app = express();
app.use(express.static(`${__dirname}/respond/files`));
app.use((error, req, res, next) => res.status(error.status).json({ name: error.name, headers: error.headers }));
serve(app, async (ask) => {
  const ranges = ["bytes=0-4", "bytes=6-", "bytes=-5", "bytes=0-100", "bytes=0-2,3-4", "bytes=0-2,6-7", "bytes=20-", "bytes=5-2", "bytes=x", "lines=1-2"];
  for (const range of ranges) await ask("/hello.txt", { headers: { range } });
  const { response } = await ask("/hello.txt", { method: "HEAD", headers: { range: "bytes=0-1" } });
  const { etag, "last-modified": changed } = response.headers;
  for (const condition of [etag, '"other"', changed, new Date(0).toUTCString()]) {
    await ask("/hello.txt", { headers: { range: "bytes=0-1", "if-range": condition } });
  }
});
