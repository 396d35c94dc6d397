import express from "express";
import { product, order, report, lines } from "./store.js";
import { promisify, inspect } from "node:util";
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";

const app = express();
const reported = promisify(report);

app.get("/products/:id", ({ params }, res) => res.json(product(+params.id)));
app.post("/orders", express.json(), async ({ body = {} }, res) => {
  const made = await order(body.cups);
  res.status(201).json(made);
});
app.get("/report", async (req, res) => res.json(await reported()));
app.get("/export", async (req, res) => {
  res.set("Content-Type", "text/plain; charset=utf-8");
  await pipeline(Readable.from(lines()), res);
});

class ErrorPage {
  static answer(err, req, res, next) {
    const status = [4].includes(Math.trunc(err.status / 100)) ? err.status : 500;
    if (status === 500) process.stderr.write(`${req.method} ${req.path} ${inspect(err)}\n`);
    if (res.headersSent) {
      res.destroy(err);
      return;
    }
    const error = status === 500 ? "Internal Server Error" : err.message;
    res.status(status).type("application/problem+json").send(JSON.stringify({ error, status }));
  }
}
app.use(ErrorPage.answer);

app.listen(3000);
