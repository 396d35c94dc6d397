const express = require("express");
const store = require("./store.js");
const app = express();
app.use(express.json());
app.use(require("./routes.js"));

// report: hand on what Express cannot hear
app.get("/report", (req, res, next) => {
  store.report((error, rows) => {
    if (error) return next(error);
    res.json(rows);
  });
});

app.use((err, req, res, next) => {
  const isExpected = err.status >= 400 && err.status < 500;
  if (!isExpected) console.error(err);
  // half sent: leave it to Express
  if (res.headersSent) return next(err);
  // expected: the status and the message
  if (isExpected) {
    return res.status(err.status).json({ error: err.message });
  }
  // unexpected: log all, tell nothing
  res.status(500).json({ error: "something went wrong" });
});

app.listen(3000);
