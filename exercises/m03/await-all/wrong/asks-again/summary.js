const lookups = require("./lookups");

function answer(res, status, value) {
  res.writeHead(status, { "Content-Type": "application/json" });
  res.end(JSON.stringify(value));
}

async function summary(id, res) {
  try {
    const [user, orders, points] = await Promise.all([
      lookups.user(id),
      lookups.orders(id),
      lookups.points(id),
    ]);
    answer(res, 200, { user, orders, points });
  } catch {
    for (const failed of ["user", "orders", "points"]) {
      try {
        await lookups[failed](id);
      } catch {
        return answer(res, 502, { failed });
      }
    }
  }
}

module.exports = { summary };
