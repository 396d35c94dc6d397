// Express as it comes: its own page for what is not there, and a parser for forms.
const express = require("express");
const app = express();
app.use(express.urlencoded({ extended: false }));

app.get("/health", (req, res) => {
  res.json({ status: "ok" });
});
app.post("/notes", (req, res) => {
  res.status(201).location("/notes/1").json({ id: 1, ...req.body });
});

app.listen(process.env.PORT, "127.0.0.1");
