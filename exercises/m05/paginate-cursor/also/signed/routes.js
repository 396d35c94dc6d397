const { createHmac, randomBytes } = require("node:crypto");

// Signed with a key of this process, so a cursor of anybody else is refused before it is read.
const key = randomBytes(32);
const sign = (text) => createHmac("sha256", key).update(text).digest("base64url");

module.exports = (app, readOrders) => {
  app.get("/orders", listOrders);

  function listOrders(req, res) {
    const sorted = readOrders().sort((a, b) => {
      const byTime = b.createdAt.localeCompare(a.createdAt);
      return byTime !== 0 ? byTime : b.id - a.id;
    });

    let begin = 0;
    const { cursor } = req.query;
    if (cursor != null) {
      const [time, id, signature] = String(cursor).split("!");
      if (sign(time + "!" + id) !== signature) {
        res.status(400).json({ error: "This cursor was not made here." });
        return;
      }
      begin = sorted.findIndex((o) => o.createdAt < time || (o.createdAt === time && o.id < +id));
      if (begin === -1) begin = sorted.length;
    }

    const page = sorted.slice(begin, begin + 11);
    let next;
    if (page.length === 11) {
      page.pop();
      const end = page.at(-1);
      const text = end.createdAt + "!" + end.id;
      next = text + "!" + sign(text);
    }
    const items = page.map((o) => ({ id: o.id, createdAt: o.createdAt, total: o.total }));
    res.type("json").send(JSON.stringify({ next, items }));
  }
};
