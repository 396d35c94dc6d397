const express = require("express");
const app = express();
app.use(express.json());

const notes = [];

app.get("/notes", (req, res) => {
  res.json(notes);
});

app.listen(3000);
