// An Express app behind the cache.
import express from "express";
import front from "./front.js";
import greetings from "./greetings.js";

const app = express();

app.use((req, res) => {
  const wanted = req.get("Accept-Language") ?? "";
  const names = [...wanted.matchAll(/(?:^|,)\s*([a-z]+)/gi)].map(([, name]) => name.toLowerCase());
  const found = names.find((name) => ["de", "en", "fr"].includes(name)) ?? "en";
  res.vary("accept-language");
  res.set("Cache-Control", "public, max-age=60").type("text").send(greetings[found]);
});

front(app).listen(3000);
