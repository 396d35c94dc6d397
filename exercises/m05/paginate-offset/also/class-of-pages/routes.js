const { Router } = require("express");

class Page {
  constructor(rows, page, limit) {
    Object.assign(this, { rows, page, limit });
  }

  get items() {
    // One more than the page holds tells whether there is a next one.
    const skip = this.limit * (this.page - 1);
    return this.rows.slice(skip, skip + this.limit + 1);
  }

  toJSON() {
    const { items, page, limit } = this;
    if (items.length <= limit) return { items };
    return { next: `/products?limit=${limit}&page=${page + 1}`, items: items.slice(0, -1) };
  }
}

function checked(req, res, next) {
  const { page = "1", limit = "20" } = req.query;
  const bad = [page, limit].filter((text) => !(/^\d+$/.test(text) && text > 0));
  if (bad.length) return res.status(400).send("no such page");
  res.locals.page = parseInt(page, 10);
  res.locals.limit = Math.min(100, parseInt(limit, 10));
  next();
}

module.exports = (app, readProducts) => {
  const router = new Router();
  router.route("/").get(checked, async (req, res) => {
    const byId = readProducts().sort((a, b) => a.id - b.id);
    const rows = byId.sort((a, b) => a.price - b.price);
    res.json(new Page(rows, res.locals.page, res.locals.limit));
  });
  app.use("/products", router);
};
