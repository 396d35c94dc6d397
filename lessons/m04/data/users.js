const router = require("express").Router();

router.get("/me", (req, res) => res.json({ name: "Meera" }));
router.get("/:id", (req, res) => res.json(req.params));

module.exports = router;
