// Each parameter has a function that reads its value, and throws where it cannot.
const byName = (a, b) => a.name.localeCompare(b.name);
const byPrice = (a, b) => a.price - b.price;
const flipped = (order) => (a, b) => order(b, a);
const orders = new Map([
  ["name", byName],
  ["-name", flipped(byName)],
  ["price", byPrice],
  ["-price", flipped(byPrice)],
]);

const readers = new Map([
  ["sort", (text) => {
    if (!orders.has(text)) throw new Error("nothing can be sorted by " + text);
    return { order: orders.get(text) };
  }],
  ["category", (text) => ({ fits: (product) => product.category === text })],
  ["inStock", (text) => {
    if (text !== "true" && text !== "false") throw new Error("inStock is true or false");
    return { fits: (product) => product.inStock === (text === "true") };
  }],
]);

module.exports = function (app, readProducts) {
  app.get("/products", (req, res) => {
    let order = () => 0;
    let rows = readProducts();
    for (const [name, text] of Object.entries(req.query)) {
      try {
        const read = readers.get(name)(text);
        order = read.order ?? order;
        rows = read.fits ? rows.filter(read.fits) : rows;
      } catch (error) {
        return res.status(400).type("text").send(error.message);
      }
    }
    rows.sort((a, b) => a.id - b.id).sort(order);
    res.json(rows.map(({ cost, ...rest }) => rest));
  });
};
