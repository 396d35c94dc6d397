const { URL } = require("node:url");
const MAX = 100;
module.exports = (app, readProducts) => {
  app.get("/products", (req, res, done) => {
    const url = new URL(req.originalUrl, "http://x");
    const ask = (k, d) => url.searchParams.has(k) ? url.searchParams.getAll(k).join() : String(d);
    const [p, l] = [ask("page", 1), ask("limit", 20)];
    if (![p, l].every((t) => /^\d{1,15}$/.test(t) && +t > 0)) return res.sendStatus(400);
    const size = Math.min(+l, MAX);
    const rows = readProducts();
    rows.sort((a, b) => a.id - b.id).sort((a, b) => a.price - b.price);
    const pages = Math.ceil(rows.length / size);
    const out = { items: rows.slice((+p - 1) * size, +p * size) };
    if (+p < pages) {
      url.searchParams.set("page", +p + 1);
      url.searchParams.set("limit", size);
      out.next = url.pathname + url.search;
      res.links({ next: out.next });
    }
    res.json(out);
  });
};
