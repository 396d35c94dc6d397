const express = require("express");
const { serve, refusal } = require("./respond/ask");
const app = express();
app.get("/", (req, res) => res.send("body"));
serve(app, async (ask) => {
  for (const setting of [false, "strong", "weak", (body) => `"len${body.length}"`]) {
    app.set("etag", setting);
    await ask("/");
  }
  console.log(refusal(() => app.set("etag", "other")));
});
