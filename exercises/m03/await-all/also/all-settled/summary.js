const lookups = require("./lookups");

const NAMES = ["user", "orders", "points"];

async function summary(id, res) {
  const ends = await Promise.allSettled(NAMES.map((name) => lookups[name](id)));
  const broken = ends.findIndex((end) => end.status === "rejected");
  const body = broken < 0
    ? Object.fromEntries(NAMES.map((name, i) => [name, ends[i].value]))
    : { failed: NAMES[broken] };
  res.writeHead(broken < 0 ? 200 : 502, { "Content-Type": "application/json" });
  res.end(JSON.stringify(body));
}

module.exports = { summary };
