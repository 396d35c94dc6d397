const express = require("express");
const { serve } = require("./respond/ask");
const app = express();
app.use(express.static(`${__dirname}/respond/files`));
app.use((error, req, res, next) => res.status(error.status).json({ name: error.name }));
serve(app, async (ask) => {
  const { response } = await ask("/hello.txt");
  const { etag, "last-modified": changed } = response.headers;
  const old = new Date(0).toUTCString();
  const conditions = [
    { "if-none-match": etag }, { "if-none-match": etag.slice(2) }, { "if-none-match": "*" }, { "if-none-match": '"x"' },
    { "if-none-match": etag, "cache-control": "no-cache" }, { "if-modified-since": changed }, { "if-modified-since": old },
    { "if-match": etag }, { "if-match": '"x"' }, { "if-match": "*" }, { "if-unmodified-since": changed }, { "if-unmodified-since": old },
  ];
  for (const headers of conditions) await ask("/hello.txt", { headers });
});
