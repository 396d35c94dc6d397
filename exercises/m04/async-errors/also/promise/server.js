const express = require("express");
const store = require("./store.js");
const app = express();

const report = () =>
  new Promise((resolve, reject) => {
    store.report((error, rows) => (error ? reject(error) : resolve(rows)));
  });

const router = express.Router();
router.use(express.json());
router.use(require("./routes.js"));
router.get("/report", (req, res) => report().then((rows) => res.send(rows)));
router.use(() => {
  throw Object.assign(new Error("no such path"), { status: 404 });
});
app.use(router);

app.use(async (err, req, res, next) => {
  const { status = 500, message } = err;
  if (status < 400 || status > 499) console.error({ path: req.path }, err);
  if (res.headersSent) {
    next(err);
  } else if (status >= 400 && status <= 499) {
    res.status(status).json({ error: message });
  } else {
    res.status(500).json({ error: "Something went wrong.", path: req.path });
  }
});

app.listen(3000);
