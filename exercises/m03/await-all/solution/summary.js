const lookups = require("./lookups");

function answer(res, status, value) {
  res.writeHead(status, { "Content-Type": "application/json" });
  res.end(JSON.stringify(value));
}

// start: one lookup, whose error knows its name
async function start(name, id) {
  try {
    return await lookups[name](id);
  } catch (cause) {
    throw new Error(name, { cause });
  }
}

async function summary(id, res) {
  try {
    // wait: the three have begun before the first await
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
