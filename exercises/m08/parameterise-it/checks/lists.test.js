const assert = require("node:assert");

const ids = (answer) => answer.body.map((product) => product.id);

test("no id, one id, 200 ids, an id twice", async ({ request }) => {
  const none = await request.get("/products?ids=").expect(200);
  assert.deepEqual(none.body, [], "the products of no ids");

  const one = await request.get("/products?ids=4").expect(200);
  assert.deepEqual(ids(one), [4], "the product of one id");

  const twice = await request.get("/products?ids=4,2,4").expect(200);
  assert.deepEqual(ids(twice), [2, 4], "the products of two ids, one of them named twice");

  const bags = Array.from({ length: 240 }, (_, at) => ({ name: `Tea bag ${at}`, cents: 20 }));
  await request.post("/products").send(bags).expect(201);
  // 200 ids backwards: 211 down to 12, all of them new ones.
  const many = Array.from({ length: 200 }, (_, at) => 211 - at);
  const all = await request.get(`/products?ids=${many.join(",")}`).expect(200);
  assert.deepEqual(ids(all), many.toReversed(), "the products of 200 ids");
});
