// An app that reads JSON and cookies, and a browser that keeps the cookie it gets and prints what
// it asks and is told.
const { randomBytes } = require("crypto");
const app = require("express")();
app.use(require("express").json(), require("cookie-parser")());

function browser(name, cookie) {
  return async function ask(line) {
    const [method, path] = line.split(" ");
    const headers = cookie ? { cookie } : {};
    const answer = await fetch("http://localhost:3000" + path, { method, headers });
    const set = answer.headers.get("set-cookie");
    if (set) cookie = set.split(";")[0];
    console.log(`${name}: ${line}`.padEnd(24), answer.status, await answer.text());
    return cookie;
  };
}
