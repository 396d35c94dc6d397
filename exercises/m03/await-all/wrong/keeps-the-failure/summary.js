const lookups = require("./lookups");
let failed = null;
async function summary(id, res) {
  res.setHeader("Content-Type", "application/json");
  const get = (name) => lookups[name](id).catch(() => { failed = name; });
  const [user, orders, points] = await Promise.all([get("user"), get("orders"), get("points")]);
  if (failed) res.statusCode = 502;
  res.end(JSON.stringify(failed ? { failed } : { user, orders, points }));
}
module.exports = { summary };
