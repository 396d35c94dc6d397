// Three lookups, and a count of how they were used. Each takes 200 ms; a failure comes sooner, that of
// the user last.
const NAMES = ["Asha", "Ravi", "Meera", "Kishore", "Zoë"];
const FAILS_AFTER = { user: 100, orders: 60, points: 20 };
const BROKEN = { 4: ["user"], 5: ["orders"], 6: ["points"], 9: ["user", "points"] };

let running = 0;
let used = { calls: 0, atOnce: 0 };

function lookup(name, id, value) {
  running += 1;
  used.calls += 1;
  used.atOnce = Math.max(used.atOnce, running);
  const fails = (BROKEN[id] ?? []).includes(name);
  return new Promise((resolve, reject) => {
    setTimeout(() => {
      running -= 1;
      if (fails) reject(new Error("no connection"));
      else resolve(value);
    }, fails ? FAILS_AFTER[name] : 200);
  });
}

exports.user = (id) => lookup("user", id, NAMES[id % NAMES.length]);
exports.orders = (id) => lookup("orders", id, [id * 10 + 1, id * 10 + 2]);
exports.points = (id) => lookup("points", id, id * 7);

// What was used since this was last asked.
exports.used = () => {
  const seen = used;
  used = { calls: 0, atOnce: running };
  return seen;
};
