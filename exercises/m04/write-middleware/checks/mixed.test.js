const assert = require("node:assert");

test("three paths at once", async ({ request }) => {
  const sent = [
    { path: "/slow", id: "till-1-slow", status: 202 },
    { path: "/orders/7", id: "till-2-order", status: 200 },
    { path: "/cups", id: "till-3-cups", status: 200 },
  ];
  await Promise.all(sent.map(({ path, id }) => request.get(path).set("X-Request-Id", id)));
  const { body } = await request.get("/log").expect(200);
  for (const { path, id, status } of sent) {
    const own = body.filter((entry) => entry.id === id);
    const told = own.map((entry) => `${entry.path} ${entry.status}`);
    assert.deepStrictEqual(told, [`${path} ${status}`], `the entries with the id ${id}`);
  }
});
