"use strict";

const express = require("express");
const ask = require("./express/ask");

const app = express();
const plain = express.Router();
const merging = express.Router({ mergeParams: true });
const show = (req, res, next) => res.end(JSON.stringify(req.params));
plain.get("/x/:b", show);
plain.get("/y", show);
merging.get("/x/:b", show);
merging.get("/same/:a", show);
merging.get(/^\/r(\d)$/, show);
app.use("/p/:a", plain);
app.use("/m/:a", merging);
app.use(/^\/g(\d)(\d)/, merging);
const server = app.listen(0, async () => {
  for (const path of ["/p/1/x/2", "/p/1/y", "/m/1/x/2", "/m/1/same/3", "/g12/r3", "/m/1/r5", "/g12/x/4"]) console.log(path, (await ask(server.address().port, path)).text);
  server.close();
});
