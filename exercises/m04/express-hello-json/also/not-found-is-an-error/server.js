const express = require("express");
const app = express();

class NotFound extends Error {
  status = 404;
}

app.get("/", (req, res) => {
  res.format({
    text: () => res.send("Hello Backend"),
    default: () => res.type("text").send("Hello Backend"),
  });
});

app.get(
  "/health",
  async (req, res, next) => {
    res.locals.body = await Promise.resolve({ ok: true });
    next();
  },
  (req, res) => res.json(res.locals.body),
);

app.use((req) => {
  throw new NotFound(`Cannot ${req.method} ${req.path}`);
});

app.use((err, req, res, next) => {
  res.status(err.status ?? 500).json({ error: err.message });
});

app.listen(3000, "0.0.0.0");
