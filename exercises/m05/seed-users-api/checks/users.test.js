const assert = require("node:assert");

test("a new user is listed and found", async ({ request }) => {
  const made = await request.post("/users").send({ name: "Zoë" }).expect(201);
  const { pathname } = new URL(made.headers.location, "http://localhost/users");

  const { body } = await request.get(pathname).expect(200);
  assert.strictEqual(body.name, "Zoë", "Location leads to somebody else");
  assert.strictEqual(body.id, made.body.id, "Location leads to another id");

  const list = await request.get("/users").expect(200);
  assert.ok(list.body.some((user) => user.id === body.id), "GET /users does not list the new user");
});
