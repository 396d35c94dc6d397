"use strict";

// What the checks of the exercise basic-node-server ask, asked by mocha and supertest.

const assert = require("node:assert");
const request = require("supertest");

require(process.env.ANSWER);

const server = request("http://127.0.0.1:3000");

describe("basic-node-server", () => {
  it("home", () => server.get("/").expect(200, "Server Running"));

  it("text-plain", () => server.get("/").expect("Content-Type", /text\/plain/));

  it("not-found", () => server.get("/other").expect(404));

  it("any-other-path", async () => {
    for (const path of ["/cart/items", "/home", "/cart/", "/cart?from=/"]) {
      await server.get(path).expect(404);
    }
  });

  it("query-is-no-path", async () => {
    for (const path of ["/?page=2", "/?next=/other?x"]) {
      await server.get(path).expect(200, "Server Running");
    }
  });

  it("fifty-at-once", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => server.get("/")));
    assert(answers.every((answer) => answer.status === 200 && answer.text === "Server Running"));
  });
});
