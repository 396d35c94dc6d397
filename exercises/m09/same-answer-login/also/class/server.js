import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { hash, verify } from "argon2";
import users from "./users.js";

// The times of failures, by email: a window that slides.
class Failures {
  #times = new Map();
  recent(email) {
    const since = Date.now() - 900_000;
    return (this.#times.get(email) ?? []).filter((time) => time > since);
  }
  add(email) {
    this.#times.set(email, [...this.recent(email), Date.now()]);
  }
  forget(email) {
    this.#times.delete(email);
  }
  // Seconds until the email may try again; 0 is now.
  wait(email) {
    const times = this.recent(email);
    return times.length < 5 ? 0 : Math.ceil((times[0] + 900_000 - Date.now()) / 1000);
  }
}

const failures = new Failures();

async function login({ email, password }) {
  const wait = failures.wait(email);
  if (wait > 0) return [429, { error: "too many tries" }, { "retry-after": wait }];
  // Before the work, so that a hundred tries at once are counted too.
  failures.add(email);
  const user = users.find(email);
  const right = user
    ? await verify(user.hash, password)
    : (await hash(password, users.SETTINGS), false);
  if (right) {
    failures.forget(email);
    return [200, { id: user.id }];
  }
  return [401, { error: "email and password do not belong together" }];
}

createServer(async (req, res) => {
  const body = await json(req).catch(() => ({}));
  const strings = typeof body.email === "string" && typeof body.password === "string";
  const [status, answer, headers] = strings ? await login(body) : [400, { error: "email, password" }];
  res.writeHead(status, { "content-type": "application/json", ...headers });
  res.end(JSON.stringify(answer));
}).listen(3000);
