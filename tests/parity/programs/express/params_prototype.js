// req.params of a path has no prototype; elsewhere it is an ordinary object.
const express = require("express");
const app = express();
const kind = (req) => [Object.getPrototypeOf(req.params) === null, typeof req.params.hasOwnProperty, JSON.stringify(req.params)].join(" ");
const note = (name) => (req, res, next) => { (req.notes ??= []).push(`${name}: ${kind(req)}`); next(); };
app.use(note("use"));
app.use("/", note("use slash"));
app.use("/shop", note("use path"));
app.get("/shop/:n", note("get"));
app.get("*all", note("star"));
app.get(/shop\/(.)/, note("pattern"));
const merged = express.Router({ mergeParams: true });
merged.use(note("merged use"));
merged.get("/:m", note("merged get"));
app.use("/shop/:n", merged);
const own = express.Router();
own.get("/", note("own"));
app.use("/shop", own);
app.use((req, res) => res.send(req.notes.join("\n")));

const server = app.listen(0, async () => {
  for (const path of ["/shop/1", "/shop/1/2", "/shop", "/"]) {
    const res = await fetch(`http://localhost:${server.address().port}${path}`);
    console.log(path, await res.text());
  }
  server.close();
});
