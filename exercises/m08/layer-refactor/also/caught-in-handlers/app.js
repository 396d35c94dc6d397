const express = require("express");
exports.createApp = function createApp(service) {
  const app = express();
  const toStatus = (code) => ({ NO_SUCH_ORDER: 404, NOT_OPEN: 409 })[code] ?? 500;
  const handle = (name) => async (req, res) => {
    try {
      const { id, productId, quantity, status } = await service[name](Number(req.params.id));
      res.json({ id, productId, quantity, status });
    } catch (e) {
      const status = toStatus(e.code);
      if (status === 500) console.error(e);
      res.status(status).json({ error: status === 500 ? "something went wrong" : e.code });
    }
  };
  app.get("/orders/:id", handle("getOrder"));
  app.post("/orders/:id/cancel", handle("cancelOrder"));
  app.use((req, res) => res.status(404).json({ error: "NO_SUCH_PATH" }));
  return app;
};
