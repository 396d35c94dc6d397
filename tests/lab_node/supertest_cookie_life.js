// How long an agent keeps a cookie: by Expires alone, at each request.
const http = require("node:http");
const supertest = require("supertest");

const server = http.createServer((req, res) => {
  if (req.url !== "/now") res.setHeader("Set-Cookie", decodeURIComponent(req.url.slice(1)));
  res.end(String(req.headers.cookie));
});
const real = Date.now;
const at = (seconds) => new Date(real() + seconds * 1000).toUTCString();

(async () => {
  for (const [name, cookie] of [
    ["neither", "a=1"],
    ["max-age 0", "a=1; Max-Age=0"],
    ["max-age 1", "a=1; Max-Age=1"],
    ["expires in 1 min", `a=1; Expires=${at(60)}`],
    ["expires in 1 h", `a=1; Expires=${at(3600)}; Max-Age=1`],
    ["expired", `a=1; Expires=${at(-60)}; Max-Age=60`],
  ]) {
    const agent = supertest.agent(server);
    await agent.get(`/${encodeURIComponent(cookie)}`);
    const { text: soon } = await agent.get("/now");
    Date.now = () => real() + 600_000;
    const { text: later } = await agent.get("/now");
    Date.now = real;
    console.log(`${name}: ${soon}, 10 minutes later ${later}`);
  }
})();
