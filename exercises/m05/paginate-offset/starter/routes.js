module.exports = (app, readProducts) => {
  app.get("/products", (req, res) => {
    // read: page and limit, or 400
    // order: by price, and what decides where prices are equal?
    // cut: the items of this page
    // link: the next page, if there is one
    res.json({ items: readProducts() });
  });
};
