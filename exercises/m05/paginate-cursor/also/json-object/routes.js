// A cursor is the JSON list [time, id] in base64; each part is tested when it comes back.
const pageSize = 10;

function parse(cursor) {
  const [time, id, ...more] = JSON.parse(Buffer.from(cursor, "base64").toString("utf8"));
  if (!Number.isInteger(time) || !Number.isInteger(id) || more.length) throw new Error("no place");
  return { time, id };
}

const behind = (row, last) => row.time < last.time || (row.time === last.time && row.id < last.id);

module.exports = function (app, readOrders) {
  app.get("/orders", (req, res) => {
    let last = { time: Infinity, id: 0 };
    try {
      if ("cursor" in req.query) last = parse(req.query.cursor);
    } catch {
      return res.status(400).send("This cursor leads nowhere.");
    }
    const rows = [];
    for (const order of readOrders()) {
      const row = { order, id: order.id, time: Date.parse(order.createdAt) };
      if (behind(row, last)) rows.push(row);
    }
    rows.sort((a, b) => b.time - a.time || b.id - a.id);
    const page = rows.slice(0, pageSize);
    const end = page[page.length - 1];
    res.json({
      count: page.length,
      items: page.map(({ order: { staffNote, ...rest } }) => rest),
      next: rows.length > page.length
        ? Buffer.from(JSON.stringify([end.time, end.id])).toString("base64")
        : undefined,
    });
  });
};
