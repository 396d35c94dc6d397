const parameters = ["sort", "category", "inStock"];

const byName = (a, b) => a.name.localeCompare(b.name);
const byPrice = (a, b) => a.price - b.price;
const orders = new Map([
  ["name", byName],
  ["-name", (a, b) => byName(b, a)],
  ["price", byPrice],
  ["-price", (a, b) => byPrice(b, a)],
]);

function mistakeIn(query) {
  const strange = Object.keys(query).filter((name) => !parameters.includes(name));
  if (strange.length > 0) return `unknown: ${strange}`;
  if ("sort" in query && !orders.has(query.sort)) return `sort: one of ${[...orders.keys()]}`;
  if ("inStock" in query && !["true", "false"].includes(query.inStock)) return "inStock: true or false";
}

const shown = ({ id, name, category, price, inStock }) => ({ id, name, category, price, inStock });

module.exports = (app, readProducts) => {
  app.get("/products", (req, res) => {
    const { sort, category, inStock } = req.query;

    // refuse: names and values that are on no list
    const mistake = mistakeIn(req.query);
    if (mistake) return res.status(400).json({ error: mistake });

    // filter: what fits
    let rows = readProducts();
    if ("category" in req.query) rows = rows.filter((row) => row.category === category);
    if ("inStock" in req.query) rows = rows.filter((row) => String(row.inStock) === inStock);

    // order: as was asked for, and by the id what is equal in that
    const order = orders.get(sort);
    rows.sort((a, b) => order?.(a, b) || a.id - b.id);

    // show: what a client may see
    res.json(rows.map(shown));
  });
};
