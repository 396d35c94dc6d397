const assert = require("node:assert");

test("Location leads to the note", async ({ request }) => {
  await request.post("/notes").send({ title: "Tea" }).expect(201);
  const made = await request.post("/notes").send({ title: "Milk" }).expect(201);
  const { pathname } = new URL(made.headers.location, "http://localhost/notes");

  const { body } = await request.get(pathname).expect(200);
  assert.strictEqual(body.title, "Milk", "Location leads to another note");
  assert.strictEqual(body.id, made.body.id, "Location leads to another id");
});
