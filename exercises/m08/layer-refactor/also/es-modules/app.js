import express from "express";

const statuses = new Map([["NO_SUCH_ORDER", 404], ["NOT_OPEN", 409]]);

export function createApp(service) {
  const app = express();
  app.get("/orders/:id", (req, res) => res.send(service.getOrder(req.params.id)));
  app.post("/orders/:id/cancel", (req, res) => res.send(service.cancelOrder(req.params.id)));
  app.use((error, req, res, next) => {
    const status = statuses.get(error.code);
    if (status === undefined) next(error);
    else res.status(status).send({ error: error.code });
  });
  return app;
}
