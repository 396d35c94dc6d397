const sizes = { page: 1, limit: 20 };

function readQuery(query) {
  const wanted = { ...sizes };
  for (const name of Object.keys(sizes)) {
    if (query[name] === undefined) continue;
    const number = Number(query[name]);
    if (!Number.isInteger(number) || number < 1) {
      throw Object.assign(new Error(name + " is a whole number from 1 up"), { status: 400 });
    }
    wanted[name] = number;
  }
  if (wanted.limit > 100) wanted.limit = 100;
  return wanted;
}

module.exports = function routes(app, readProducts) {
  app.get("/products", (req, res) => {
    const { page, limit } = readQuery(req.query);
    const products = readProducts();
    products.sort(function (a, b) {
      if (a.price === b.price) return a.id < b.id ? -1 : 1;
      return a.price < b.price ? -1 : 1;
    });
    const pages = Math.ceil(products.length / limit);
    const items = [];
    for (let at = (page - 1) * limit; at < page * limit && at < products.length; at += 1) {
      items.push(products[at]);
    }
    const following = new URLSearchParams({ limit, page: page + 1 });
    res.status(200).json({
      page,
      pages,
      items,
      next: page < pages ? "/products?" + following : undefined,
    });
  });
};
