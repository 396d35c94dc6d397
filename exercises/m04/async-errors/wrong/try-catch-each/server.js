const express = require("express");
const store = require("./store.js");
const app = express();
app.use(express.json());

function answer(res, err) {
  const isExpected = err.status >= 400 && err.status < 500;
  if (!isExpected) console.error(err);
  if (res.headersSent) return res.destroy();
  if (isExpected) res.status(err.status).json({ error: err.message });
  else res.status(500).json({ error: "something went wrong" });
}

app.get("/products/:id", (req, res) => {
  try {
    res.json(store.product(Number(req.params.id)));
  } catch (error) {
    answer(res, error);
  }
});

app.post("/orders", async (req, res) => {
  try {
    res.status(201).json(await store.order(req.body?.cups));
  } catch (error) {
    answer(res, error);
  }
});

app.get("/report", (req, res) => {
  store.report((error, rows) => {
    if (error) answer(res, error);
    else res.json(rows);
  });
});

app.get("/export", async (req, res) => {
  try {
    res.type("text");
    for await (const line of store.lines()) res.write(line);
    res.end();
  } catch (error) {
    answer(res, error);
  }
});

app.listen(3000);
