const assert = require("node:assert");

const ASHA = { email: "asha@shop.example", password: "two cups of green tea" };
const RAVI = { email: "ravi@shop.example", password: "correct kettle 42" };

// A browser that keeps one cookie, `sid`, and starts with what it is given.
function browser(request, sid) {
  const ask = async (method, path, body) => {
    const asked = request[method](path);
    if (self.sid !== undefined) asked.set("Cookie", `sid=${self.sid}`);
    const answer = await (body ? asked.send(body) : asked);
    for (const cookie of [answer.headers["set-cookie"] ?? []].flat()) {
      const [, value] = /^sid=([^;]*)/.exec(cookie) ?? [];
      if (value !== undefined) self.sid = value;
    }
    return answer;
  };
  const self = {
    sid,
    login: async (who) => {
      const { status } = await ask("post", "/login", who);
      assert.strictEqual(status, 204, "POST /login");
      return self.sid;
    },
    // Asks who is logged in: an id is expected, or nobody.
    isUser: async (id, why) => {
      const { status, body } = await ask("get", "/me");
      assert.strictEqual(status, 200, why ?? "GET /me");
      assert.strictEqual(body.id, id, why ?? "the id of GET /me");
    },
    isOut: async (why) => {
      const { status } = await ask("get", "/me");
      assert.strictEqual(status, 401, why ?? "GET /me");
    },
    logout: async () => {
      const { status } = await ask("post", "/logout");
      assert.strictEqual(status, 204, "POST /logout");
    },
  };
  return self;
}

test("login, me, logout", async ({ request }) => {
  const one = browser(request);
  await one.isOut("GET /me before the login");
  await one.login(ASHA);
  await one.isUser(7, "GET /me after the login");
  await one.logout();
  await one.isOut("GET /me after the logout");
});

test("a wrong password", async ({ request }) => {
  const answer = await request.post("/login").send({ ...ASHA, password: "two cups of black tea" });
  assert.strictEqual(answer.status, 401, "POST /login with a wrong password");
  for (const cookie of [answer.headers["set-cookie"] ?? []].flat()) {
    const [, sid] = /^sid=([^;]+)/.exec(cookie) ?? [];
    if (sid) await browser(request, sid).isOut("GET /me with the cookie of a wrong login");
  }
});

test("nothing but the id", async ({ request }) => {
  const sid = await browser(request).login(ASHA);
  const { body } = await request.get("/me").set("Cookie", `sid=${sid}`);
  for (const name of ["salt", "hash", "password"]) {
    assert.strictEqual(JSON.stringify(body).includes(`"${name}"`), false, `GET /me tells the ${name}`);
  }
});

test("three attributes", async ({ request }) => {
  const answer = await request.post("/login").send(RAVI);
  const cookies = [answer.headers["set-cookie"] ?? []].flat();
  const cookie = cookies.find((text) => text.startsWith("sid="));
  assert.ok(cookie, "no Set-Cookie for sid");
  const attributes = cookie.split(";").slice(1).map((text) => text.trim().toLowerCase());
  assert.ok(attributes.includes("httponly"), "HttpOnly is missing");
  assert.ok(attributes.includes("secure"), "Secure is missing");
  assert.match(attributes.join("; "), /samesite=(lax|strict)/, "SameSite is missing, or None");
});

test("an id of 16 bytes or more", async ({ request }) => {
  const ids = [];
  for (let n = 0; n < 20; n += 1) ids.push(await browser(request).login(RAVI));
  for (const id of ids) assert.ok(id.length >= 22, `${id.length} letters: too short for 16 bytes`);
  // Of 16 random bytes, 22 letters or more differ from one id to another.
  const letters = [...ids[0]].filter((letter, at) => ids.some((id) => id[at] !== letter));
  const same = ids[0].length - letters.length;
  assert.ok(letters.length >= 21, `${same} of ${ids[0].length} letters are the same in all ids`);
});

test("200 logins, 200 ids", async ({ request }) => {
  const ids = new Set();
  for (let n = 0; n < 200; n += 1) ids.add(await browser(request).login(RAVI));
  assert.strictEqual(ids.size, 200, "different ids");
});

test("each browser is its own user", async ({ request }) => {
  const [one, again, two] = [browser(request), browser(request), browser(request)];
  await one.login(ASHA);
  await again.login(ASHA);
  await two.login(RAVI);
  await one.isUser(7, "GET /me in Asha's first browser");
  await again.isUser(7, "GET /me in Asha's second browser");
  await two.isUser(8, "GET /me in Ravi's browser");
});

test("ids that nobody made", async ({ request }) => {
  await browser(request).login(RAVI);
  for (const sid of ["8", "constructor", "__proto__", "undefined", ""]) {
    await browser(request, sid).isOut(`GET /me with the cookie sid=${sid}`);
  }
});

test("a planted id", async ({ request }) => {
  const planted = "0123456789abcdef0123456789abcdef";
  const one = browser(request, planted);
  assert.notStrictEqual(await one.login(ASHA), planted, "the id after the login");
  await browser(request, planted).isOut("GET /me with the planted id");
});

test("the session from before", async ({ request }) => {
  const one = browser(request);
  const before = await one.login(ASHA);
  assert.notStrictEqual(await one.login(RAVI), before, "the id after the second login");
  await one.isUser(8);
  await browser(request, before).isOut("GET /me with the id from before the second login");
});

test("logout acts on the server", async ({ request }) => {
  const [one, other] = [browser(request), browser(request)];
  const copy = browser(request, await one.login(ASHA));
  await other.login(ASHA);
  await one.logout();
  await copy.isOut("GET /me with a copy of the cookie");
  await other.isUser(7, "GET /me of another browser");
});

test("15 minutes without a request", async ({ request, clock }) => {
  const one = browser(request);
  await one.login(ASHA);
  for (let n = 1; n <= 2; n += 1) {
    await clock.advance({ minutes: 14 });
    await one.isUser(7, "GET /me 14 minutes after the last one");
  }
  await clock.advance({ minutes: 15, seconds: 30 });
  await one.isOut("GET /me 15 minutes and a half after the last one");
});

test("8 hours in any case", async ({ request, clock }) => {
  const one = browser(request);
  await one.login(ASHA);
  for (let minutes = 10; minutes < 480; minutes += 10) {
    await clock.advance({ minutes: 10 });
    await one.isUser(7, `GET /me ${minutes} minutes after the login`);
  }
  await clock.advance({ minutes: 9 });
  await one.isUser(7, "GET /me 479 minutes after the login");
  await clock.advance({ minutes: 2 });
  await one.isOut("GET /me 481 minutes after the login");
});
