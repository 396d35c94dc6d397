// Express, whose `req.fresh` compares the tag that is set on `res`.
const express = require("express");
const { find, handled } = require("./menus.js");
const app = express();

app.use((req, res, next) => {
  if (!handled(req, res)) next();
});

app.get("/menus/:name", (req, res) => {
  const menu = find(req.params.name);
  if (!menu) return res.sendStatus(404);
  res.set({ ETag: `W/"${req.params.name}-${menu.version}"`, "Cache-Control": "private, no-cache" });
  if (req.fresh) return res.status(304).end();
  res.type("text").send(menu.write());
});

app.listen(3000);
