// Parts of a path: named, optional, the rest, encoded, and what Express 5 refuses.
const express = require("express");
const app = express();
const show = (name) => (req, res) => res.json({ name, params: req.params, isPlain: Object.getPrototypeOf(req.params) === null });
app.get("/users/:userId/orders/:orderId", show("two"));
app.get("/files/*path", show("rest"));
app.get("/maybe{/:page}", show("optional"));
app.get("/from/:a-:b", show("dash"));
app.get("/pic/:name.:ext", show("dot"));
app.get(/^\/re\/(\d+)(?:\/(?<word>[a-z]+))?$/, show("pattern"));
app.get(["/one", "/two/:n"], show("list"));
app.use((err, req, res, next) => res.status(err.status ?? 500).send(err.message));

for (const path of ["/old/*", "/old/:n?", "/old/(a|b)", "/:", "/a{b", "*", "/:n(\\d+)"]) {
  try { app.get(path, show("old")); console.log(path, "taken"); } catch (error) { console.log(path, error.name, error.message.split("\n")[0]); }
}
const server = app.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  const paths = ["/users/7/orders/a%20b", "/files/a/b/c.txt", "/files/", "/maybe", "/maybe/2", "/from/x-y", "/from/x-y-z", "/pic/cat.large.png",
    "/re/42", "/re/42/abc", "/re/x", "/one", "/two/2", "/users/%E4%BD%A0/orders/%2F", "/users/%zz/orders/1"];
  for (const path of paths) {
    const res = await fetch(base + path);
    const text = await res.text();
    console.log(path, res.status, res.status === 404 ? "" : text);
  }
  server.close();
});
