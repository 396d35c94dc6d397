// How a test with supertest says that it failed.
const express = require("express");
const request = require("supertest");
const app = express();
app.use(express.json());
app.get("/tea", (req, res) => res.set("X-Kind", "green").json({ name: "tea", tags: ["hot"] }));
app.get("/text", (req, res) => res.send("hello"));
app.get("/private", (req, res) => (req.get("authorization") ? res.json({ auth: req.get("authorization") }) : res.sendStatus(401)));
app.post("/echo", (req, res) => res.status(201).json({ query: req.query, body: req.body, type: req.get("content-type") }));
app.get("/go", (req, res) => res.redirect("/text"));

async function attempt(name, test) {
  try {
    const res = await test;
    console.log(name, "passes", res.status, res.type, res.text);
  } catch (error) {
    console.log(name, "fails:", error.message.split("\n")[0]);
  }
}
async function main() {
  await attempt("status", request(app).get("/tea").expect(200));
  await attempt("wrong status", request(app).get("/tea").expect(404));
  await attempt("wrong page", request(app).get("/none").expect(200));
  await attempt("type", request(app).get("/tea").expect("Content-Type", /json/));
  await attempt("wrong type", request(app).get("/text").expect("Content-Type", "application/json"));
  await attempt("no header", request(app).get("/text").expect("X-Kind", "green"));
  await attempt("body", request(app).get("/tea").expect({ name: "tea", tags: ["hot"] }));
  await attempt("wrong body", request(app).get("/tea").expect(200, { name: "tea" }));
  await attempt("wrong text", request(app).get("/text").expect("bye"));
  await attempt("pattern", request(app).get("/text").expect(/^bye/));
  await attempt("function", request(app).get("/tea").expect((res) => { if (res.body.tags.length < 2) throw new Error("too few tags"); }));
  await attempt("post", request(app).post("/echo").query({ a: 1 }).send({ b: [2] }).set("Accept", "application/json").expect(201));
  await attempt("empty post", request(app).post("/echo"));
  await attempt("401", request(app).get("/private").expect(200));
  await attempt("auth", request(app).get("/private").auth("user", "pass").expect(200));
  await attempt("bearer", request(app).get("/private").set("Authorization", "Bearer t").expect(200));
  await attempt("redirect", request(app).get("/go").expect(302).expect("Location", "/text"));
  await attempt("followed", request(app).get("/go").redirects(1).expect(200, "hello"));
  const agent = request.agent(app);
  await attempt("agent", agent.get("/text").expect(200));
  request(app).get("/text").expect(200).end((error, res) => console.log("end", error, res.text));
}
main();
