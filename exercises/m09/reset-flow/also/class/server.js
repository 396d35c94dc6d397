import express from "express";
import { hash } from "argon2";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import shop from "./shop.js";
import login from "./login.js";

// One entry for each user: the newest takes the place of the one before.
class Resets {
  #key = randomBytes(32);
  #digest(token) {
    return createHmac("sha256", this.#key).update(token).digest();
  }
  make(user) {
    const token = randomBytes(24).toString("hex");
    shop.resets.set(user.id, { digest: this.#digest(token), made: Date.now(), used: false });
    return token;
  }
  // Whose token it is, once.
  take(token) {
    const digest = this.#digest(token);
    for (const [id, entry] of shop.resets) {
      const late = Date.now() - entry.made >= 1_800_000;
      if (timingSafeEqual(entry.digest, digest) && !entry.used && !late) {
        entry.used = true;
        return id;
      }
    }
  }
}

const resets = new Resets();
const app = express();
app.use(express.json());
app.use(login);

app.post("/reset/confirm", async ({ body }, res) => {
  const good = typeof body?.token === "string" && typeof body.password === "string" && body.password.length >= 15;
  const id = good ? resets.take(body.token) : undefined;
  if (id === undefined) return res.status(400).json({ error: "ask for a new link" });
  const text = await hash(body.password, { memoryCost: 2 ** 16, timeCost: 3, parallelism: 1 });
  for (const user of shop.users.values()) if (user.id === id) user.hash = text;
  const open = [...shop.sessions].filter(([, user]) => user === id);
  open.forEach(([session]) => shop.sessions.delete(session));
  console.log("password of user", id, "changed");
  res.status(204).end();
});

app.post("/reset", ({ body }, res) => {
  const user = shop.users.get(body?.email);
  if (user) shop.mail(body.email, resets.make(user));
  res.status(202).json({ message: "If we know this address, a mail is on its way." });
});

app.listen(3000);
