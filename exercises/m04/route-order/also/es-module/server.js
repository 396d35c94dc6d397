import express from "express";
import handlers from "./handlers.js";

const app = express();

app.get("/users/me", handlers.me);
app.get("/users/newest", handlers.newest);
app.get(/^\/users\/(?<id>[0-9]+)\/?$/, handlers.one);
app.get("/users/:id", (req, res) => {
  res.sendStatus(400);
});

app.listen(3000);
