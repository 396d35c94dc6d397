const http = require("node:http");
const jwt = require("jsonwebtoken");
const { hash, randomUUID } = require("node:crypto");
const { json } = require("node:stream/consumers");
const { findUser } = require("./users.js");
const { tokens } = require("./store.js");

const SECRET = process.env.JWT_SECRET;
const DAYS = 86400;
const now = () => Math.floor(Date.now() / 1000);

// Each entry knows the one that came after it: a spent one leads to the newest.
function pair(userId, before) {
  const refresh = randomUUID() + randomUUID();
  const key = hash("sha256", refresh);
  tokens.set(key, { userId, expires: now() + 14 * DAYS, next: null });
  if (before) before.next = key;
  const access = jwt.sign({ sub: String(userId), iat: now(), exp: now() + 600 }, SECRET, { algorithm: "HS256" });
  return { access, refresh };
}

function cut(entry) {
  while (entry.next) {
    const key = entry.next;
    entry = tokens.get(key) ?? { next: null };
    tokens.delete(key);
  }
}

const routes = {
  "POST /login": (body) => {
    const user = findUser(body.email, body.password);
    return user ? [200, pair(user.id)] : [401, {}];
  },
  "POST /refresh": ({ refresh }) => {
    const entry = tokens.get(hash("sha256", String(refresh)));
    if (!entry || entry.expires <= now()) return [401, { error: "unknown" }];
    if (entry.next) {
      cut(entry);
      return [401, { error: "used twice" }];
    }
    return [200, pair(entry.userId, entry)];
  },
  "POST /logout": ({ refresh }) => {
    const key = hash("sha256", String(refresh));
    const entry = tokens.get(key);
    if (entry) cut(entry);
    tokens.delete(key);
    return [204];
  },
  "GET /me": (body, headers) => {
    try {
      const token = headers.authorization.slice("Bearer ".length);
      return [200, { id: +jwt.verify(token, SECRET, { algorithms: ["HS256"] }).sub }];
    } catch {
      return [401, {}];
    }
  },
};

http
  .createServer(async (req, res) => {
    const route = routes[`${req.method} ${req.url}`];
    const body = req.method === "POST" ? await json(req).catch(() => ({})) : {};
    const [status, answer] = route ? route(body, req.headers) : [404, {}];
    res.writeHead(status, { "Content-Type": "application/json" });
    res.end(answer && JSON.stringify(answer));
  })
  .listen(3000);
