const lookups = require("./lookups");

function answer(res, status, value) {
  res.writeHead(status, { "Content-Type": "application/json" });
  res.end(JSON.stringify(value));
}

async function summary(id, res) {
  let sent = false;
  const start = (name) => lookups[name](id).catch(() => {
    if (!sent) answer(res, 502, { failed: name });
    sent = true;
  });
  const [user, orders, points] = await Promise.all([
    start("user"),
    start("orders"),
    start("points"),
  ]);
  answer(res, 200, { user, orders, points });
}

module.exports = { summary };
