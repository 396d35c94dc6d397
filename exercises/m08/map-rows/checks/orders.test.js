const assert = require("node:assert");

/** Stores an order, and asks for it. */
async function order(request, row, items = []) {
  const made = await request.post("/orders").send({ row, items }).expect(201);
  const { body } = await request.get("/orders/" + made.body.id).expect(200);
  return body;
}

const item = (product_name, quantity, unit_price_cents) => ({ product_name, quantity, unit_price_cents, cost_cents: 1 });

/** Names of an object that are on no list. */
const others = (object, known) => Object.keys(object).filter((name) => !known.includes(name));

const fields = ["customerName", "discount", "id", "isGift", "items", "placedAt", "shippedAt", "total"];
const itemFields = ["productName", "quantity", "unitPrice"];

test("null and nought", async ({ request }) => {
  const empty = await order(request, { customer_name: "Meera", is_gift: 1, placed_at: 1772500000, shipped_at: null, discount_cents: null });
  assert.strictEqual(empty.shippedAt, null, "shippedAt of an order that was not shipped");
  assert.strictEqual(empty.discount, null, "the discount of an order without one");
  assert.deepEqual(empty.items, [], "the items of an order without items");
  assert.strictEqual(empty.total, "0.00", "the total of an order without items");
  const nought = await order(request, { customer_name: "José", placed_at: 1772500001, discount_cents: 0 }, [item("Sample", 3, 0)]);
  assert.strictEqual(nought.discount, "0.00", "a discount of nothing");
  assert.strictEqual(nought.items[0].unitPrice, "0.00", "the price of a sample");
  assert.strictEqual(nought.total, "0.00", "the total of samples");
  const first = await order(request, { customer_name: "Ken", placed_at: 0, shipped_at: 0 });
  assert.strictEqual(first.placedAt, "1970-01-01T00:00:00.000Z", "the time of 0 seconds");
  assert.strictEqual(first.shippedAt, "1970-01-01T00:00:00.000Z", "the time of 0 seconds, shipped");
});

test("sums are exact", async ({ request }) => {
  const row = { customer_name: "Lin", placed_at: 1772500002 };
  const coins = await order(request, row, [item("Spoon", 1, 5), item("Straw", 3, 1)]);
  assert.deepEqual(coins.items.map((one) => one.unitPrice), ["0.05", "0.01"], "prices of some cents");
  assert.strictEqual(coins.total, "0.08", "1 for 0.05 and 3 for 0.01");
  const tenths = await order(request, row, [item("Filter", 1, 10), item("Bag", 1, 20)]);
  assert.strictEqual(tenths.total, "0.30", "0.10 and 0.20");
  const cups = await order(request, { ...row, discount_cents: 1 }, [item("Cup", 3, 1990), item("Lid", 7, 115), item("Tin", 11, 829)]);
  assert.strictEqual(cups.total, "158.93", "3 for 19.90, 7 for 1.15 and 11 for 8.29, less 0.01");
  const large = await order(request, row, [item("Ton of tea", 9, 123456789)]);
  assert.strictEqual(large.items[0].unitPrice, "1234567.89", "a large price");
  assert.strictEqual(large.total, "11111111.01", "9 for 1234567.89");
});

test("the fields of the task and no other", async ({ request }) => {
  for (const id of [4, 5]) {
    const { body } = await request.get("/orders/" + id).expect(200);
    assert.deepEqual(others(body, fields), [], `other fields of order ${id}`);
    for (const one of body.items) {
      assert.deepEqual(others(one, itemFields), [], `other fields of an item of order ${id}`);
    }
  }
});

test("a new column stays inside", async ({ request }) => {
  await request.post("/columns").send({ table: "orders", column: "iban_of_customer" }).expect(201);
  await request.post("/columns").send({ table: "order_items", column: "supplier" }).expect(201);
  const body = await order(request, { customer_name: "Amara", placed_at: 1772500003, iban_of_customer: "secret" }, [
    { ...item("Assam", 1, 520), supplier: "secret" },
  ]);
  assert.deepEqual(others(body, fields), [], "other fields of an order");
  assert.deepEqual(others(body.items[0], itemFields), [], "other fields of an item");
});
