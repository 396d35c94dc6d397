const assert = require("node:assert");

const TEA = { product: "tea", quantity: 2 };

// Sends an order.
const send = (request, order) => request.post("/orders").send(order);

async function isGood(request, order, what) {
  const { status } = await send(request, order);
  assert.strictEqual(status, 201, what);
}

async function isWrong(request, order, pointer, what) {
  const { status, body } = await send(request, order);
  assert.strictEqual(status, 422, what);
  const pointers = (body.errors ?? []).map((error) => error.pointer);
  assert.deepStrictEqual(pointers, [pointer], what);
}

test("ids differ", async ({ request }) => {
  const first = await send(request, { items: [TEA], currency: "EUR" });
  const second = await send(request, { items: [TEA], currency: "EUR" });
  assert.strictEqual(second.status, 201);
  assert.notStrictEqual(second.body.id, first.body.id, "two orders have the same id");
});

test("limits", async ({ request }) => {
  const items = (count) => Array.from({ length: count }, () => TEA);
  const of = (quantity) => [{ product: "cups", quantity }];
  const note = (length) => "n".repeat(length);
  await isGood(request, { items: of(1), currency: "USD" }, "quantity 1");
  await isGood(request, { items: [{ product: "x", quantity: 1 }], currency: "USD" }, "a name of one letter");
  await isGood(request, { items: of(100), currency: "USD" }, "quantity 100");
  await isGood(request, { items: items(50), currency: "INR" }, "50 items");
  await isGood(request, { items: items(2), currency: "EUR", note: note(200) }, "a note of 200");
  await isGood(request, { items: items(2), currency: "EUR", note: "" }, "an empty note");
  await isWrong(request, { items: of(0), currency: "USD" }, "#/items/0/quantity", "quantity 0");
  await isWrong(request, { items: of(-3), currency: "USD" }, "#/items/0/quantity", "quantity -3");
  await isWrong(request, { items: of(101), currency: "USD" }, "#/items/0/quantity", "quantity 101");
  await isWrong(request, { items: [], currency: "INR" }, "#/items", "no items");
  await isWrong(request, { items: items(51), currency: "INR" }, "#/items", "51 items");
  await isWrong(request, { items: items(2), currency: "EUR", note: note(201) }, "#/note", "a note of 201");
});

test("emoji", async ({ request }) => {
  const note = (count) => "\u{1F375}".repeat(count);
  await isGood(request, { items: [TEA], currency: "EUR", note: note(200) }, "200 emoji");
  await isWrong(request, { items: [TEA], currency: "EUR", note: note(201) }, "#/note", "201 emoji");
});

test("no value comes back", async ({ request }) => {
  const values = ["kettle-77", "silver-42", "window-15", "garden-33", "ladder-90", "pencil-63"];
  const [password, pin, quantity, currency, text, product] = values;
  const { status, text: said } = await send(request, {
    items: [{ product: [product], quantity, pin }],
    currency,
    note: text.repeat(30),
    password,
  });
  assert.strictEqual(status, 422);
  const back = values.filter((value) => said.includes(value));
  assert.deepStrictEqual(back, [], "these values came back in the answer");
});

test("no broken value comes back", async ({ request }) => {
  const { status, text } = await request
    .post("/orders")
    .set("Content-Type", "application/json")
    .send('{"password": kettle77}');
  assert.strictEqual(status, 400);
  assert.ok(!text.includes("kettle"), "a piece of the body came back in the answer");
});
