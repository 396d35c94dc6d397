const { Router } = require("express");

class ProductQuery {
  static sortable = { __proto__: null, name: true, price: true };

  constructor({ sort, category, inStock, ...rest }) {
    this.errors = Object.keys(rest).map((name) => `${name} is not known`);
    this.category = category;
    this.readSort(sort);
    this.readStock(inStock);
  }

  readSort(sort) {
    if (sort === undefined) return;
    const [, minus, field] = /^(-?)(\w+)$/.exec(sort) ?? [];
    if (!ProductQuery.sortable[field]) this.errors.push("sort is name, -name, price or -price");
    this.field = field;
    this.descending = minus === "-";
  }

  readStock(text) {
    if (text === undefined) return;
    if (text === "true") this.inStock = true;
    else if (text === "false") this.inStock = false;
    else this.errors.push("inStock is true or false");
  }

  takes(product) {
    if (this.category !== undefined && product.category !== this.category) return false;
    return this.inStock === undefined || product.inStock === this.inStock;
  }

  isBefore(a, b) {
    const [x, y] = this.descending ? [b[this.field], a[this.field]] : [a[this.field], b[this.field]];
    if (x === y) return a.id < b.id;
    return x < y;
  }
}

module.exports = (app, readProducts) => {
  const router = Router();
  router.get("/", async (req, res) => {
    const query = new ProductQuery(req.query);
    if (query.errors.length) {
      res.status(400).json({ title: "The query has mistakes", errors: query.errors });
      return;
    }
    const list = [];
    for (const product of readProducts()) {
      if (!query.takes(product)) continue;
      const at = list.findIndex((other) => query.isBefore(product, other));
      list.splice(at < 0 ? list.length : at, 0, product);
    }
    res.json(list.map(({ id, name, price, category, inStock }) => ({ name, id, inStock, price, category })));
  });
  app.use("/products", router);
};
