// For the checks: browsers that keep one cookie each, and what they are told.
const HOST = "http://localhost:3000";
const LOGINS = {
  asha: { email: "asha@shop.example", password: "two cups of green tea" },
  ravi: { email: "ravi@shop.example", password: "correct kettle 42" },
};
const jars = new Map();
let started;

// Logs in, with the cookie that this browser has. Gives the status.
exports.login = async (browser, who) => {
  const answer = await send(browser, "POST", "/login", LOGINS[who]);
  return answer.status;
};

// The id that /me tells, or the status.
exports.me = async (browser) => {
  const answer = await send(browser, "GET", "/me");
  return answer.status === 200 ? (await answer.json()).id : answer.status;
};

exports.logout = async (browser) => (await send(browser, "POST", "/logout")).status;

// Gives a browser the cookie of another one, or one that is made up.
exports.copy = (from, to) => void jars.set(to, jars.get(from));
exports.plant = (browser, id) => void jars.set(browser, `sid=${id}`);

// Do two browsers have the same id?
exports.same = (one, two) => jars.get(one) === jars.get(two);

// How many different ids so many logins give.
exports.different = async (logins) => {
  const ids = new Set();
  for (let n = 0; n < logins; n += 1) {
    await exports.login(`n${n}`, "ravi");
    ids.add(jars.get(`n${n}`));
  }
  return ids.size;
};

async function send(browser, method, path, body) {
  await (started ??= start());
  const headers = { "Content-Type": "application/json" };
  if (jars.get(browser)) headers.Cookie = jars.get(browser);
  const answer = await fetch(HOST + path, { method, headers, body: body && JSON.stringify(body) });
  for (const cookie of answer.headers.getSetCookie()) {
    if (cookie.startsWith("sid=")) jars.set(browser, cookie.split(";")[0]);
  }
  return answer;
}

async function start() {
  await import("./server.js");
  for (let tries = 0; tries < 50; tries += 1) {
    if (await fetch(HOST).catch(() => null)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
