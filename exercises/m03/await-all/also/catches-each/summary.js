const lookups = require("./lookups");

async function summary(id, res) {
  const failed = [];
  const note = (name) => () => { failed.push(name); };
  const begun = {
    user: lookups.user(id).catch(note("user")),
    orders: lookups.orders(id).catch(note("orders")),
    points: lookups.points(id).catch(note("points")),
  };
  const user = await begun.user;
  const orders = await begun.orders;
  const points = await begun.points;

  res.setHeader("Content-Type", "application/json");
  if (failed.length > 0) {
    res.statusCode = 502;
    res.end(JSON.stringify({ failed: failed[0] }));
  } else {
    res.end(JSON.stringify({ user, orders, points }));
  }
}

module.exports = { summary };
