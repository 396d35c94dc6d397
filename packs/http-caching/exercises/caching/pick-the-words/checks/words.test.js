const assert = require("node:assert");

/** The directives of an answer by their names: `{ "max-age": "60", private: true }`. */
async function words(request, path, status = 200) {
  const answer = await request.get(path).expect(status);
  const header = answer.headers["cache-control"] ?? "";
  const parts = header.toLowerCase().split(",").map((part) => part.trim().split("="));
  return Object.fromEntries(parts.filter(([name]) => name).map(([name, value = true]) => [name, value]));
}

/** Asserts that these directives are there as told, and none that takes them back. */
function same(path, came, wanted, forbidden) {
  for (const [name, value] of Object.entries(wanted)) {
    assert.equal(came[name], value, `${path}: ${name}`);
  }
  for (const name of forbidden) {
    assert.equal(came[name], undefined, `${path}: ${name} takes that back`);
  }
}

const year = { "max-age": "31536000", immutable: true };

test("files with a hash are kept for a year", async ({ request }) => {
  for (const path of ["/assets/app.3f2b.js", "/assets/logo.91c0.svg"]) {
    const came = await words(request, path);
    same(path, came, year, ["private", "no-store", "no-cache", "must-revalidate"]);
  }
});

test("the page is kept and asked for", async ({ request }) => {
  const came = await words(request, "/");
  same("/", came, { "no-cache": true }, ["no-store", "private"]);
});

test("teas are kept by all", async ({ request }) => {
  for (const path of ["/teas", "/teas/3"]) {
    const came = await words(request, path);
    same(path, came, { "max-age": "60", "s-maxage": "600" }, ["private", "no-store", "no-cache"]);
  }
});

test("an account is kept by its owner alone", async ({ request }) => {
  for (const path of ["/account", "/account/orders", "/account?tab=2"]) {
    const came = await words(request, path);
    same(path, came, { private: true, "no-cache": true }, ["public", "s-maxage", "no-store"]);
  }
});

test("an account in capitals is no less private", async ({ request }) => {
  for (const path of ["/Account", "/ACCOUNT/orders"]) {
    const came = await words(request, path);
    same(path, came, { private: true, "no-cache": true }, ["public", "s-maxage"]);
  }
});

test("a reset is kept nowhere", async ({ request }) => {
  const came = await words(request, "/reset/9f1c");
  same("/reset/9f1c", came, { "no-store": true }, ["public", "s-maxage", "immutable"]);
});

test("what is not there is kept nowhere", async ({ request }) => {
  for (const path of ["/assets/app.0000.js", "/account/nothing", "/nothing"]) {
    const came = await words(request, path, 404);
    same(path, came, { "no-store": true }, ["max-age", "immutable", "s-maxage"]);
  }
});

test("accountants are no account", async ({ request }) => {
  const came = await words(request, "/accountants");
  same("/accountants", came, { "no-cache": true }, ["no-store", "private"]);
});
