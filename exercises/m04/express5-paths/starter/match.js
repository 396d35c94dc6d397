const express = require("express");
const app = express();

app.get("/files/*splat", (req, res) => res.json(req.params.splat));
app.use((req, res) => res.status(404).json("nobody"));

const server = app.listen(3000, async () => {
  for (const path of ["/files/a", "/files/a/b", "/files"]) {
    const answer = await fetch("http://localhost:3000" + path);
    console.log(path, await answer.text());
  }
  server.close();
});
