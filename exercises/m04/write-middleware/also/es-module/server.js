import express from "express";
import { log } from "./log.js";
import shop from "./shop.js";
const app = express();

let last = 0;

const isValid = (id) =>
  typeof id === "string" &&
  id.length >= 8 &&
  id.length <= 64 &&
  [...id].every((letter) => /[a-z0-9-]/i.test(letter));

app.use((req, res, next) => {
  const start = performance.now();
  const path = req.originalUrl.split("?")[0];
  let id = req.headers["x-request-id"];
  if (!isValid(id)) {
    last += 1;
    id = "shop-" + String(last).padStart(8, "0");
  }
  res.setHeader("x-request-id", id);
  res.once("close", () => {
    const { statusCode: status } = res;
    log({ ms: performance.now() - start, status, path, method: req.method, id });
  });
  next();
});

app.use(shop);
app.listen(3000);
