const express = require("express");
const app = express();

app.post("/orders", (req, res) => {
  res.status(201).json(req.body);
});

app.listen(3000);
