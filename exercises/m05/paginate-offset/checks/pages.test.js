const assert = require("node:assert");

/** The ids of all products, as the server's own file makes them, in the order of the task. */
function inOrder() {
  const rows = [];
  for (let id = 1; id <= 130; id += 1) rows.push({ id, price: 100 + ((id * 37) % 24) * 10 });
  rows.sort((a, b) => a.price - b.price || a.id - b.id);
  return rows.map((row) => row.id);
}

test("each product comes once", async ({ request }) => {
  const wanted = inOrder();
  const seen = new Set();
  let path = "/products?limit=13";
  for (let page = 1; page <= 10; page += 1) {
    const { body } = await request.get(path).expect(200);
    const ids = body.items.map((item) => item.id);
    const again = ids.filter((id) => seen.has(id));
    assert.deepEqual(again, [], `page ${page}: ids that came before`);
    assert.deepEqual(ids, wanted.slice(page * 13 - 13, page * 13), `page ${page}: the ids`);
    ids.forEach((id) => seen.add(id));
    if (page < 10) assert.equal(typeof body.next, "string", `page ${page}: next`);
    path = body.next;
  }
  assert.equal(path, undefined, "page 10 is the last one: next");
});

/** Follows `next` from `path` and asserts how many items each page has; the last one has no next. */
async function sizes(request, path, wanted) {
  for (const [at, size] of wanted.entries()) {
    const { body } = await request.get(path).expect(200);
    assert.equal(body.items.length, size, `${path}: how many items`);
    const last = at === wanted.length - 1;
    assert.equal(typeof body.next, last ? "undefined" : "string", `${path}: next`);
    path = body.next;
  }
}

test("next keeps the limit", async ({ request }) => {
  await sizes(request, "/products?limit=50", [50, 50, 30]);
  await sizes(request, "/products?limit=43&page=2", [43, 43, 1]);
});

test("a huge limit counts as 100", async ({ request }) => {
  await sizes(request, "/products?limit=101", [100, 30]);
  await sizes(request, "/products?limit=100000", [100, 30]);
});
