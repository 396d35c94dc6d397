const express = require("express");

exports.createApp = (service) => {
  const app = express();

  app.param("id", (req, res, next, id) => {
    req.id = Number(id);
    next();
  });
  app.get("/orders/:id", async (req, res) => {
    const { id, productId, quantity, status } = await service.getOrder(req.id);
    res.json({ id, productId, quantity, status });
  });
  app.post("/orders/:id/cancel", async (req, res) => {
    const { id, productId, quantity, status } = await service.cancelOrder(req.id);
    res.json({ id, productId, quantity, status });
  });

  app.use((err, req, res, next) => {
    if (err.code === "NO_SUCH_ORDER") res.status(404);
    else if (err.code === "NOT_OPEN") res.status(409);
    else res.status(500);
    res.json({ error: err.code ?? "?" });
  });
  return app;
};
