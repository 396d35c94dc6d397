const assert = require("node:assert");

/** How often each status came. */
function tally(answers) {
  const counts = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

const emails = async (request) => (await request.get("/users").expect(200)).body.map((user) => user.email);

test("twenty at once", async ({ request }) => {
  for (const [name, email] of [["Amara", "amara@shop.test"], ["Zoë", "zoe@tea.test"]]) {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => request.post("/users").send({ name, email })),
    );
    assert.deepEqual(tally(answers), { 201: 1, 409: 19 }, "statuses of 20 requests with one email");
    const stored = (await emails(request)).filter((one) => one === email);
    assert.equal(stored.length, 1, "users with this email in the table");
  }
});

test("twenty people at once", async ({ request }) => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) => request.post("/users").send({ name: "Guest " + at, email: `guest${at}@tea.test` })),
  );
  assert.deepEqual(tally(answers), { 201: 20 }, "statuses of 20 requests with 20 emails");
  const ids = new Set(answers.map((answer) => answer.body.id));
  assert.equal(ids.size, 20, "different ids of 20 users");
});

test("another program writes too", async ({ request }) => {
  for (const email of ["lin@tea.test", "jose@tea.test", "meera@tea.test"]) {
    const both = ["/users", "/import", "/users", "/users", "/import"];
    const answers = await Promise.all(both.map((path) => request.post(path).send({ name: "Lin", email })));
    assert.deepEqual(tally(answers), { 201: 1, 409: 4 }, "statuses of two programs with one email");
  }
});

test("the answer names nothing inside", async ({ request }) => {
  const answer = await request.post("/users").send({ name: "Ravi", email: "kishore@shop.test" }).expect(409);
  const said = JSON.stringify(answer.headers) + answer.text;
  assert.doesNotMatch(said, /constraint|users_email|users\.email|sqlite|2067|insert into/i, "what the answer says");
  assert.doesNotMatch(answer.text, /Kishore/, "what the answer says");
  assert.equal(answer.body.id, undefined, "the id of the other user");
});
