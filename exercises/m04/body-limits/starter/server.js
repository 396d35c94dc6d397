const express = require("express");
const app = express();

// parse: JSON, up to 10 kB

app.post("/orders", (req, res) => {
  // check: the format, then the items
  // answer: the order, with the fields that you chose
  res.status(201).json(req.body);
});

// refuse: what the parser found

app.listen(3000);
