import { createServer } from "node:http";
import { randomBytes } from "node:crypto";
import { findUser } from "./users.js";

class Sessions {
  #rows = new Map();

  open(user) {
    const id = randomBytes(16).toString("hex");
    const now = Date.now();
    this.#rows.set(id, { user, ends: now + 8 * 3600e3, sleeps: now + 900e3 });
    return id;
  }

  close(id) {
    this.#rows.delete(id);
  }

  user(id) {
    const row = this.#rows.get(id);
    if (!row) return undefined;
    if (Date.now() >= Math.min(row.ends, row.sleeps)) return this.close(id);
    row.sleeps = Date.now() + 900e3;
    return row.user;
  }
}

const sessions = new Sessions();
const sidOf = (req) => /(?:^|;\s*)sid=([^;]*)/.exec(req.headers.cookie ?? "")?.[1];

async function login(req, res) {
  let text = "";
  for await (const piece of req) text += piece;
  const { email, password } = JSON.parse(text || "{}");
  const user = findUser(email, password);
  if (!user) return res.writeHead(401).end();
  sessions.close(sidOf(req));
  const cookie = `sid=${sessions.open(user.id)}; Path=/; HttpOnly; Secure; SameSite=Strict`;
  res.writeHead(204, { "Set-Cookie": cookie }).end();
}

createServer((req, res) => {
  const route = `${req.method} ${req.url}`;
  if (route === "POST /login") return login(req, res);
  if (route === "POST /logout") {
    sessions.close(sidOf(req));
    return res.writeHead(204).end();
  }
  if (route !== "GET /me") return res.writeHead(404).end();
  const user = sessions.user(sidOf(req));
  if (user === undefined) return res.writeHead(401).end();
  res.writeHead(200, { "Content-Type": "application/json" });
  res.end(JSON.stringify({ id: user }));
}).listen(3000);
