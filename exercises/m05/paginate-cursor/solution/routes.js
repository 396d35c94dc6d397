const shown = ({ id, createdAt, total }) => ({ id, createdAt, total });

const newest = (a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || b.id - a.id;

// encode, decode: a place in the list as a text, and back
const place = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (\d+)$/;

function encode({ createdAt, id }) {
  return Buffer.from(createdAt + " " + id).toString("base64url");
}

function decode(cursor) {
  const found = place.exec(Buffer.from(cursor, "base64url").toString());
  return found && { createdAt: found[1], id: Number(found[2]) };
}

module.exports = (app, readOrders) => {
  app.get("/orders", (req, res) => {
    let rows = readOrders().sort(newest);

    // read: the cursor, or 400
    if (req.query.cursor !== undefined) {
      const last = decode(req.query.cursor);
      if (!last) return res.status(400).json({ error: "no cursor of this list" });
      // go on: what comes behind the cursor
      rows = rows.filter((row) => newest(row, last) > 0);
    }

    // answer: ten items, and the place of the last one
    const answer = { items: rows.slice(0, 10).map(shown) };
    if (rows.length > 10) answer.next = encode(rows[9]);
    res.json(answer);
  });
};
