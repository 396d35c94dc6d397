const lookups = require("./lookups");

function answer(res, status, value) {
  res.writeHead(status, { "Content-Type": "application/json" });
  res.end(JSON.stringify(value));
}

async function summary(id, res) {
  const ask = (name) => lookups[name](id).catch(() => null);
  const [user, orders, points] = await Promise.all(["user", "orders", "points"].map(ask));
  if (!user) return answer(res, 502, { failed: "user" });
  if (!orders) return answer(res, 502, { failed: "orders" });
  if (!points) return answer(res, 502, { failed: "points" });
  answer(res, 200, { user, orders, points });
}

module.exports = { summary };
