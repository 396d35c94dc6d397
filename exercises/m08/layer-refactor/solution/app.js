// createApp(service) gives an Express application. It does not listen: main.js does.
const express = require("express");
const STATUS = { NO_SUCH_ORDER: 404, NOT_OPEN: 409 };

exports.createApp = (service) => {
  const app = express();

  // routes: read the request, call the service, answer
  app.get("/orders/:id", (req, res) => {
    res.json(service.getOrder(Number(req.params.id)));
  });
  app.post("/orders/:id/cancel", (req, res) => {
    res.json(service.cancelOrder(Number(req.params.id)));
  });

  // errors: from a code to a status; all others stay 500
  app.use((err, req, res, next) => {
    if (err.code in STATUS) res.status(STATUS[err.code]).json({ error: err.code });
    else next(err);
  });

  return app;
};
