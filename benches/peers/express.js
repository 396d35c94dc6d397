"use strict";

// The application of the figure `servers`: one route that answers JSON.

const express = require("express");

const app = express();
app.get("/products/:id", (req, res) => {
  res.json({ id: Number(req.params.id), name: "Teapot", priceCents: 2490, tags: ["kitchen", "new"] });
});
const server = app.listen(0, () => console.log(server.address().port));
