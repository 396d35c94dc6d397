const assert = require("node:assert");

/** The tag of a menu, as the server gives it. */
async function tagOf(request, path) {
  const answer = await request.get(path).expect(200);
  return answer.headers.etag;
}

test("a tag among others, weak or strong", async ({ request }) => {
  const tag = await tagOf(request, "/menus/lunch");
  const other = tag.startsWith("W/") ? tag.slice(2) : "W/" + tag;
  await request.get("/menus/lunch").set("If-None-Match", `"from-yesterday", ${tag}`).expect(304);
  await request.get("/menus/lunch").set("If-None-Match", other).expect(304);
});

test("a tag that only looks alike", async ({ request }) => {
  const tag = await tagOf(request, "/menus/lunch");
  const inner = tag.replace(/^W\//, "").slice(1, -1);
  const longer = `"${inner}${inner}"`;
  const answer = await request.get("/menus/lunch").set("If-None-Match", longer);
  assert.equal(answer.status, 200, `${longer} is not ${tag}`);
});

test("304 writes no menu out", async ({ request }) => {
  const tag = await tagOf(request, "/menus/lunch");
  const before = (await request.get("/written")).text;
  for (let n = 0; n < 5; n += 1) {
    await request.get("/menus/lunch").set("If-None-Match", tag).expect(304);
  }
  const after = (await request.get("/written")).text;
  assert.equal(Number(after), Number(before), "menus that were written out for five 304s");
});
