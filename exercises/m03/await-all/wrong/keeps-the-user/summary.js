const lookups = require("./lookups");
const kept = {};

function answer(res, status, value) {
  res.writeHead(status, { "Content-Type": "application/json" });
  res.end(JSON.stringify(value));
}

async function start(name, id) {
  try {
    kept[name] ??= await lookups[name](id);
    return kept[name];
  } catch {
    throw new Error(name);
  }
}

async function summary(id, res) {
  try {
    const [user, orders, points] = await Promise.all([
      start("user", id),
      start("orders", id),
      start("points", id),
    ]);
    answer(res, 200, { user, orders, points });
  } catch (error) {
    answer(res, 502, { failed: error.message });
  }
}

module.exports = { summary };
