const express = require("express");
const app = express();

// health: the answer, then other methods
app.get("/health", (req, res) => {
  res.json({ status: "ok" });
});
app.all("/health", (req, res) => {
  res.set("Allow", "GET, HEAD");
  res.status(405).json({ error: "use GET" });
});

// what is left: 404 as JSON
app.use((req, res) => {
  res.status(404).json({ error: "nothing is at " + req.path });
});

const port = Number(process.env.PORT);
app.listen(port, "127.0.0.1", () => {
  console.log("listening on " + port);
});
