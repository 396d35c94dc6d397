const express = require("express");

function createApp(service) {
  const router = express.Router();

  function answer(res, work) {
    try {
      res.status(200).json(work());
    } catch (error) {
      switch (error.code) {
        case "NO_SUCH_ORDER":
          return res.status(404).json({ error: error.code, message: error.message });
        case "NOT_OPEN":
          return res.status(409).json({ error: error.code, message: error.message });
        default:
          console.error(error);
          res.status(500).json({ error: "something went wrong" });
      }
    }
  }

  router.route("/:id").get((req, res) => answer(res, () => service.getOrder(+req.params.id)));
  router.route("/:id/cancel").post((req, res) => answer(res, () => service.cancelOrder(+req.params.id)));

  const app = express();
  app.use(express.json());
  app.use("/orders", router);
  return app;
}

module.exports = { createApp };
