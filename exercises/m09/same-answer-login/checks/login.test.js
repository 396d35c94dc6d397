const assert = require("node:assert");

const ASHA = { email: "asha@shop.example", password: "two cups of green tea" };
const RAVI = { email: "ravi@shop.example", password: "correct kettle 42" };
const OMAR = { email: "omar@shop.example", password: "a lid for every pot" };

const wrong = (who) => ({ ...who, password: "a kettle without a lid" });

// Logs in `times` times, one after another, and wants this status each time.
async function tries(request, who, times, status, why) {
  let answer;
  for (let n = 1; n <= times; n += 1) {
    answer = await request.post("/login").send(who);
    assert.strictEqual(answer.status, status, `${why}, number ${n}`);
  }
  return answer;
}

// The seconds of Retry-After.
function seconds(answer) {
  const text = answer.headers["retry-after"];
  assert.match(String(text), /^\d+$/, "Retry-After is a number of seconds");
  return Number(text);
}

// The names of the headers, but for those of a limiter.
function names({ headers }) {
  return Object.keys(headers).filter((name) => !/^ratelimit|^x-ratelimit/.test(name)).sort().join(" ");
}

test("one answer for both", async ({ request }) => {
  const known = await request.post("/login").send(wrong(ASHA));
  const unknown = await request.post("/login").send({ email: "nobody@shop.example", password: "a kettle without a lid" });
  assert.strictEqual(known.status, 401, "a wrong password");
  assert.strictEqual(unknown.status, 401, "an unknown email");
  assert.strictEqual(unknown.text, known.text, "the body for an unknown email is that for a wrong password");
  const type = (answer) => String(answer.headers["content-type"]);
  assert.strictEqual(type(unknown), type(known), "so is the Content-Type");
  assert.strictEqual(names(unknown), names(known), "so are the names of the headers");
});

test("nobody stays nobody", async ({ request }) => {
  const known = [ASHA, RAVI, OMAR].map((who) => who.password);
  const guesses = [...known, "a password of nobody", "nobody", "dummy", "password", "secret", ""];
  for (const [n, password] of guesses.entries()) {
    const answer = await request.post("/login").send({ email: `nobody-${n}@shop.example`, password });
    assert.ok([401, 429].includes(answer.status), `an email that nobody has, and a password that is known: ${answer.status}`);
  }
});

test("the sixth try", async ({ request }) => {
  await tries(request, wrong(RAVI), 5, 401, "a wrong password");
  const answer = await tries(request, wrong(RAVI), 1, 429, "after five failures");
  const wait = seconds(answer);
  assert.ok(wait >= 1 && wait <= 900, `Retry-After: ${wait}`);
  await tries(request, RAVI, 1, 429, "the right password after five failures");
  // Somebody else in between: whatever still goes on for that try has ended then.
  for (let n = 1; n <= 2; n += 1) await request.post("/login").send(wrong(OMAR));
  await tries(request, wrong(RAVI), 1, 429, "a wrong password after all that");
});

test("ten addresses, one account", async ({ request }) => {
  for (let n = 1; n <= 10; n += 1) {
    const answer = await request.post("/login").set("X-Forwarded-For", `192.0.2.${n}`).send(wrong(OMAR));
    assert.strictEqual(answer.status, n <= 5 ? 401 : 429, `try ${n}, each from another address`);
  }
});

test("unknown emails too", async ({ request }) => {
  const nobody = { email: "someone@shop.example", password: "is anybody there" };
  await tries(request, nobody, 5, 401, "an unknown email");
  seconds(await tries(request, nobody, 1, 429, "an unknown email after five failures"));
});

test("others go on", async ({ request }) => {
  for (let n = 1; n <= 7; n += 1) await request.post("/login").send(wrong(ASHA));
  const other = await request.post("/login").send(RAVI);
  assert.strictEqual(other.status, 200, "ravi, after asha failed seven times");
  assert.strictEqual(other.body.id, 8, "ravi's id");
  await tries(request, wrong(OMAR), 1, 401, "omar's first failure");
  await tries(request, wrong(ASHA), 1, 429, "asha, after ravi's success");
});

test("a success forgets", async ({ request }) => {
  for (let round = 1; round <= 2; round += 1) {
    await tries(request, wrong(OMAR), 4, 401, `round ${round}, a wrong password`);
    const answer = await tries(request, OMAR, 1, 200, `round ${round}, the right password after four failures`);
    assert.strictEqual(answer.body.id, 9, "omar's id");
  }
});

test("fifteen minutes", async ({ request, clock }) => {
  await clock.advance({ minutes: 3 });
  await tries(request, wrong(ASHA), 5, 401, "a wrong password, when the server has run for 3 minutes");
  await clock.advance({ minutes: 14 });
  const answer = await tries(request, ASHA, 1, 429, "14 minutes after five failures");
  const wait = seconds(answer);
  assert.ok(wait >= 50 && wait <= 61, `14 minutes later, about one minute is left, and Retry-After says ${wait} seconds`);
  await clock.advance({ seconds: wait + 1 });
  await tries(request, ASHA, 1, 200, "when the time of Retry-After is over");
});

test("old failures do not count", async ({ request, clock }) => {
  await tries(request, wrong(RAVI), 4, 401, "a wrong password");
  await clock.advance({ minutes: 16 });
  await tries(request, wrong(RAVI), 4, 401, "a wrong password 16 minutes after four others");
  await tries(request, RAVI, 1, 200, "the right password");
});

test("counted from the first", async ({ request, clock }) => {
  await tries(request, wrong(OMAR), 4, 401, "a wrong password");
  // Not on a whole second: what is left has a fraction then, and the header has none.
  await clock.advance({ minutes: 10, ms: 300 });
  await tries(request, wrong(OMAR), 1, 401, "the fifth failure, 10 minutes later");
  const answer = await tries(request, OMAR, 6, 429, "after the fifth failure");
  const wait = seconds(answer);
  assert.ok(wait >= 290 && wait <= 301, `10 minutes after the first failure 300 seconds are left, and Retry-After says ${wait}`);
  await clock.advance({ minutes: 6 });
  await tries(request, OMAR, 1, 200, "16 minutes after the first failure");
});

test("a second time", async ({ request, clock }) => {
  await tries(request, wrong(OMAR), 5, 401, "a wrong password");
  await clock.advance({ minutes: 16 });
  await tries(request, wrong(OMAR), 5, 401, "a wrong password 16 minutes after five others");
  await tries(request, OMAR, 1, 429, "after five failures of these minutes");
});
