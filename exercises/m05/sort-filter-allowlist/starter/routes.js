module.exports = (app, readProducts) => {
  app.get("/products", (req, res) => {
    const { sort } = req.query;

    // refuse: names and values that are on no list
    // filter: what fits
    const rows = readProducts();

    // order: the field that was asked for, and what else?
    rows.sort((a, b) => (a[sort] < b[sort] ? -1 : 1));

    // show: what a client may see
    res.json(rows);
  });
};
