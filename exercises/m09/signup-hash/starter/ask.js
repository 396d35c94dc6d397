// For the checks: signs people up, logs them in, and reads what is stored.
const argon2 = require("argon2");
const table = require("./table.js");
const HOST = "http://localhost:3000";
let started;

exports.signup = async (email, password) => (await post("/signup", { email, password })).status;
exports.login = async (email, password) => (await post("/login", { email, password })).status;

// A row of an older table.
exports.older = (email, text) => table.save(email, text);
// Is something stored for this email, also a while after the answer?
exports.stored = async (email) => {
  await aWhile();
  return table.find(email) !== undefined;
};
exports.same = (one, two) => table.find(one) === table.find(two);

// Which settings a stored text has: "enough", or what is wrong with it.
exports.strength = (email) => {
  const text = String(table.find(email));
  const found = /^\$(argon2\w+)\$v=19\$([^$]+)\$([\w+/]+)\$([\w+/]+)$/.exec(text);
  if (!found) return "no argon2 text";
  const [, kind, costs, salt] = found;
  if (kind !== "argon2id") return kind;
  if (salt.length < 22) return "short salt";
  const { m, t, p } = Object.fromEntries(costs.split(",").map((cost) => cost.split("=")));
  const rows = [[47104, 1], [19456, 2], [12288, 3], [9216, 4], [7168, 5]];
  const enough = rows.some(([memory, passes]) => m >= memory && t >= passes && p >= 1);
  return enough ? "enough" : "too weak";
};

// The same, once it is enough: a text may be renewed after the answer.
exports.renewed = async (email) => {
  for (let tries = 0; tries < 5 && exports.strength(email) !== "enough"; tries += 1) await aWhile();
  return exports.strength(email);
};

// As long as hashing a password or two takes on this machine.
async function aWhile() {
  const slow = { memoryCost: 19456, timeCost: 8, parallelism: 1 };
  await argon2.hash("a while", slow);
}

async function post(path, body) {
  await (started ??= start());
  const headers = { "Content-Type": "application/json" };
  return fetch(HOST + path, { method: "POST", headers, body: JSON.stringify(body) });
}

async function start() {
  await import("./server.js");
  for (let tries = 0; tries < 50; tries += 1) {
    if (await fetch(HOST).catch(() => null)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
