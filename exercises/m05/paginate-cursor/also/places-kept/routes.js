// the cursor is a random key; the server keeps what it stands for
const { randomUUID } = require("crypto");
const places = new Map();
module.exports = (app, readOrders) => {
  const key = (o) => o.createdAt + String(o.id).padStart(12, "0");
  app.get("/orders", (req, res) => {
    const { cursor } = req.query;
    if (cursor !== undefined && !places.has(cursor)) return res.sendStatus(400);
    const limit = places.get(cursor);
    const rows = readOrders().map((o) => [key(o), o]).filter(([k]) => limit === undefined || k < limit).sort(([a], [b]) => (a < b ? 1 : -1));
    const body = { items: rows.slice(0, 10).map(([, { id, createdAt, total }]) => ({ id, createdAt, total })) };
    if (rows.length > 10) { body.next = randomUUID(); places.set(body.next, rows[9][0]); }
    res.json(body);
  });
};
