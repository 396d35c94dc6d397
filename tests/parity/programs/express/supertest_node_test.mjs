// A service and its tests in one file: node:test with supertest, and the exit code of a failure.
import { after, before, beforeEach, describe, it } from "node:test";
import assert from "node:assert/strict";
import express from "express";
import request from "supertest";

const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (chunk, ...rest) => {
  const text = `${chunk}`.replace(/\(\d[\d.]*ms\)/g, "(ms)").replace(/duration_ms [\d.]+/g, "duration_ms");
  return write(text.replace(/^ *at .*\n/gm, "").replace(/^test at .*\n/gm, ""), ...rest);
};

function createApp(notes = []) {
  const app = express();
  app.use(express.json());
  app.get("/notes", (req, res) => res.json(notes));
  app.post("/notes", (req, res) => {
    if (!req.body?.text) return res.status(422).json({ errors: [{ field: "text", message: "is missing" }] });
    notes.push({ id: notes.length + 1, text: req.body.text });
    return res.status(201).json(notes.at(-1));
  });
  app.get("/notes/:id", (req, res) => {
    const note = notes.find(({ id }) => id === Number(req.params.id));
    return note ? res.json(note) : res.sendStatus(404);
  });
  return app;
}

describe("notes", () => {
  let app;
  const log = [];
  before(() => log.push("before"));
  beforeEach(() => { app = createApp([{ id: 1, text: "first" }]); });
  after(() => assert.deepEqual(log, ["before"]));

  it("lists them", async () => {
    const res = await request(app).get("/notes").expect(200).expect("Content-Type", /json/);
    assert.deepEqual(res.body, [{ id: 1, text: "first" }]);
  });
  it("adds one", async () => {
    const res = await request(app).post("/notes").send({ text: "second" });
    assert.equal(res.status, 201);
    assert.deepEqual(res.body, { id: 2, text: "second" });
    await request(app).get("/notes/2").expect(200, { id: 2, text: "second" });
  });
  it("refuses an empty one", () => request(app).post("/notes").send({}).expect(422));
  it("forgets between tests", async () => { await request(app).get("/notes/2").expect(404); });
  describe("a missing one", () => {
    it("is a 404", () => request(app).get("/notes/9").expect(404));
    it.skip("is told in JSON", () => {});
    it.todo("is logged");
  });
});
