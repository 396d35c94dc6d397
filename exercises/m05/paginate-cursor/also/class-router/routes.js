const { Router } = require("express");

// A plain text that sorts as the list does: the time, a tilde, and the id with leading zeros.
class Place {
  constructor(text) {
    this.text = text;
  }

  static of(order) {
    return new Place(order.createdAt + "~" + String(order.id).padStart(9, "0"));
  }

  static read(text) {
    const [time, id] = String(text).split("~");
    if (Number.isNaN(Date.parse(time)) || !/^\d{9}$/.test(id)) return null;
    return new Place(text);
  }

  isBefore(other) {
    return this.text < other.text;
  }
}

function readCursor(req, res, next) {
  if (req.query.cursor) {
    res.locals.from = Place.read(req.query.cursor);
    if (!res.locals.from) return res.sendStatus(400);
  }
  next();
}

module.exports = (app, readOrders) => {
  const router = Router();
  router.get("/", readCursor, async (req, res) => {
    const from = res.locals.from;
    const places = readOrders()
      .map((order) => ({ order, place: Place.of(order) }))
      .filter(({ place }) => !from || place.isBefore(from))
      .sort((a, b) => (a.place.isBefore(b.place) ? 1 : -1));
    const items = places.slice(0, 10).map(({ order }) => {
      delete order.staffNote;
      return order;
    });
    const body = { items };
    if (places.length > 10) body.next = places[9].place.text;
    res.json(body);
  });
  app.use("/orders", router);
};
