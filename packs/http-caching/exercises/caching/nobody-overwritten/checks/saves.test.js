const assert = require("node:assert");

const url = "/notes/2";

async function tagOf(request) {
  const answer = await request.get(url).expect(200);
  return answer.headers.etag;
}

const put = (request, tag, text) => request.put(url).set("If-Match", tag).send({ text });

test("of saves at the same time one wins", async ({ request }) => {
  const tag = await tagOf(request);
  const texts = ["a", "b", "c", "d", "e", "f"];
  const answers = await Promise.all(texts.map((text) => put(request, tag, text)));
  const won = answers.filter((answer) => answer.status === 200);
  const refused = answers.filter((answer) => answer.status === 412);
  assert.equal(won.length, 1, "saves that got 200");
  assert.equal(refused.length, texts.length - 1, "saves that got 412");
  const { body } = await request.get(url);
  assert.equal(body.text, won[0].body.text, "the note holds the text of the save that got 200");
});

test("a list and a star", async ({ request }) => {
  const tag = await tagOf(request);
  await put(request, `"from-yesterday", ${tag}`, "listed").expect(200);
  await put(request, "*", "any").expect(200);
  const { body } = await request.get(url);
  assert.equal(body.text, "any");
});

test("a weak tag does not count", async ({ request }) => {
  const tag = await tagOf(request);
  const answer = await put(request, "W/" + tag, "weak");
  assert.equal(answer.status, 412, `W/${tag} is weak, and If-Match compares strongly`);
});

test("part of a tag is no tag", async ({ request }) => {
  const tag = await tagOf(request);
  const longer = tag.slice(0, -1) + '0"';
  await put(request, longer, "longer").expect(412);
});
