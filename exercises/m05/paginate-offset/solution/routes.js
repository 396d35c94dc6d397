// read: a whole number from 1 up, or nothing
function whole(text) {
  return /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
}

module.exports = (app, readProducts) => {
  app.get("/products", (req, res) => {
    const page = whole(req.query.page ?? "1");
    const asked = whole(req.query.limit ?? "20");
    if (!page || !asked) {
      return res.status(400).json({ error: "page and limit are whole numbers from 1 up" });
    }
    const limit = Math.min(asked, 100);

    // order: by price, and by id where prices are equal
    const sorted = readProducts().sort((a, b) => a.price - b.price || a.id - b.id);

    // cut: the items of this page
    const end = page * limit;
    const answer = { items: sorted.slice(end - limit, end) };

    // link: the next page, if there is one
    if (end < sorted.length) answer.next = `/products?page=${page + 1}&limit=${limit}`;
    res.json(answer);
  });
};
