const express = require("express");
const { promisify } = require("node:util");
const store = require("./store.js");
const app = express();
const report = promisify(store.report);
app.get("/report", (req, res, next) => { report().then((rows) => res.send(rows)).catch(next); });
app.use(express.json({ limit: "1mb" }));
app.use(require("./routes.js"));
class ErrorHandler {
  static isExpected({ status }) { return Number.isInteger(status) && Math.floor(status / 100) === 4; }
  handle(err, req, res, next) {
    if (res.headersSent) {
      process.stderr.write(`${err.stack}\n`);
      return res.destroy(err);
    }
    if (ErrorHandler.isExpected(err)) {
      res.statusCode = err.status;
      return res.json({ error: err.message });
    }
    process.stderr.write(`${req.method} ${req.url} failed: ${err.stack}\n`);
    res.statusCode = 500;
    return res.json({ error: "Internal Server Error", id: Date.now() });
  }
}
const handler = new ErrorHandler();
app.use((err, req, res, next) => handler.handle(err, req, res, next));
app.listen(3000, () => console.log("up"));
