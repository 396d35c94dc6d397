const assert = require("node:assert");

// The orders as the server's own file makes them: ids 83 to 116, 99 and 100 in one second.
const given = Array.from({ length: 34 }, (_, at) => 116 - at);

/** One page: its ids, and its cursor, which is `undefined` on the last one. */
async function page(request, cursor) {
  const path = cursor === undefined ? "/orders" : "/orders?cursor=" + encodeURIComponent(cursor);
  const { body } = await request.get(path).expect(200);
  return { ids: body.items.map((item) => item.id), next: body.next, items: body.items };
}

/** Reads page after page and asserts each of them; `between` runs after each page but the last. */
async function walk(request, wanted, between = async () => {}) {
  const seen = new Set();
  let cursor;
  for (let number = 1; number <= wanted.length; number += 1) {
    const { ids, next } = await page(request, cursor);
    assert.deepEqual(ids.filter((id) => seen.has(id)), [], `page ${number}: ids that came before`);
    assert.deepEqual(ids, wanted[number - 1], `page ${number}: the ids`);
    ids.forEach((id) => seen.add(id));
    const last = number === wanted.length;
    assert.equal(typeof next, last ? "undefined" : "string", `page ${number}: the type of next`);
    cursor = next;
    if (!last) await between(number);
  }
}

/** A list in pages of ten. */
function tens(ids) {
  const pages = [];
  for (let at = 0; at < ids.length; at += 10) pages.push(ids.slice(at, at + 10));
  return pages;
}

async function add(request, orders) {
  const ids = [];
  for (const order of orders) {
    const { body } = await request.post("/orders").send(order).expect(201);
    ids.push(body.id);
  }
  return ids;
}

const remove = (request, id) => request.delete("/orders/" + id).expect(204);

test("each order comes once", async ({ request }) => {
  await walk(request, tens(given));
});

test("equal times lose nothing", async ({ request }) => {
  const same = Array.from({ length: 23 }, (_, at) => ({ createdAt: "2026-03-01T10:08:30Z", total: (at * 7) % 23 }));
  const ids = await add(request, same);
  await walk(request, tens([...ids.reverse(), ...given]));
});

test("a late order has its place by time", async ({ request }) => {
  const [early, middle] = await add(request, [
    { createdAt: "2026-02-28T18:00:00Z", total: 700 },
    { createdAt: "2026-03-01T10:07:20Z", total: 710 },
  ]);
  // Second 20 is that of order 104; the late one has the higher id.
  const at = given.indexOf(104);
  await walk(request, tens([...given.slice(0, at), middle, ...given.slice(at), early]));
});

test("orders that are added meanwhile shift nothing", async ({ request }) => {
  await walk(request, tens(given), async (number) => {
    await add(request, Array.from({ length: number + 1 }, () => ({ total: 500 })));
  });
});

test("orders that are deleted meanwhile shift nothing", async ({ request }) => {
  // The place of the cursor goes, and others that were seen.
  const gone = { 1: [107, 110, 116], 2: [97, 100], 3: [87, 88, 95] };
  await walk(request, tens(given), async (number) => {
    for (const id of gone[number]) await remove(request, id);
  });
});

test("a full last page has no next", async ({ request }) => {
  // 31 orders, so that one stands alone on the last page, and then 30.
  let ids = given;
  for (const gone of [[90, 101, 116], [84]]) {
    for (const id of gone) await remove(request, id);
    ids = ids.filter((id) => !gone.includes(id));
    await walk(request, tens(ids));
  }
  for (const id of ids) await remove(request, id);
  await walk(request, [[]]);
});

/** A cursor as text: what base64 hides, where that is text, or else the cursor itself. */
function opened(cursor) {
  const hidden = Buffer.from(cursor, "base64").toString("latin1");
  return /^[\x20-\x7e]{6,}$/.test(hidden) ? hidden : cursor;
}

const base64 = (text) => Buffer.from(text).toString("base64url");

test("a cursor of nobody is refused", async ({ request }) => {
  const { next, items } = await page(request);
  assert.equal(typeof next, "string", "the type of next");
  const made = [
    "not a cursor!", "{}", "!_!", "%%%", base64("null"), base64("[]"), base64('"x"'), base64('{"not":"one"}'),
    base64('{"createdAt":5,"id":"x"}'), base64("x 1"), base64("x 1 y"),
  ];
  // The learner's own form, without its digits.
  const text = opened(next);
  const without = text.replace(/\d/g, "x");
  if (text !== next) made.push(base64(without));
  else if (/[^\w=+/-]/.test(text)) made.push(without);
  // The same with another word in place of the time, where the time stands in it as text.
  const { createdAt } = items.at(-1);
  if (text.includes(createdAt)) {
    const other = text.replace(createdAt, "yesterday");
    made.push(text === next ? other : base64(other));
  }
  for (const cursor of made) {
    const answer = await request.get("/orders?cursor=" + encodeURIComponent(cursor));
    assert.equal(answer.status, 400, `the status for cursor=${cursor}`);
  }
});

test("nothing tells the staff note", async ({ request }) => {
  let cursor;
  for (let number = 1; number <= 4; number += 1) {
    const { items, next } = await page(request, cursor);
    for (const item of items) {
      assert.equal(item.staffNote, undefined, `page ${number}: staffNote of order ${item.id}`);
      assert.equal(typeof item.total, "number", `page ${number}: the type of total`);
      assert.equal(typeof item.createdAt, "string", `page ${number}: the type of createdAt`);
    }
    assert.ok(!JSON.stringify(items).includes("call back"), `page ${number}: a staff note in items`);
    if (typeof next !== "string") return;
    const all = [next, opened(next), Buffer.from(next, "hex").toString()];
    assert.ok(!all.some((text) => /call.{1,3}back/i.test(text)), `page ${number}: a staff note in the cursor`);
    cursor = next;
  }
});
