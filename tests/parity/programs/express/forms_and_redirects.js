// A form: shown, sent, refused with its values, and a redirect after it.
const express = require("express");
const app = express();
const escape = (text) => String(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
const page = (values = {}, error = "") => `<form method="post">${error && `<p>${escape(error)}</p>`}<input name="name" value="${escape(values.name ?? "")}"></form>`;
const orders = [];
app.use(express.urlencoded({ extended: false }));
app.get("/orders/new", (req, res) => res.send(page()));
app.post("/orders", (req, res) => {
  const { name = "", count, tags } = req.body;
  if (!name.trim()) return res.status(422).send(page(req.body, "A name, please"));
  orders.push({ name, count: Number.parseInt(count, 10) || 1, tags: [].concat(tags ?? []) });
  res.redirect(303, `/orders/${orders.length}`);
});
app.get("/orders/:n", (req, res, next) => {
  const order = orders[req.params.n - 1];
  if (!order) return next();
  res.format({
    text: () => res.send(`${order.count} x ${order.name}`),
    html: () => res.send(`<p>${escape(order.name)}</p>`),
    json: () => res.json(order),
  });
});
app.get("/back", (req, res) => res.redirect(req.get("Referrer") || "/orders/new"));
app.get("/old/*rest", (req, res) => res.redirect(308, `/${req.params.rest.join("/")}`));
app.get("/loop", (req, res) => res.redirect("/loop"));

const server = app.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  const ask = async (path, options) => {
    try {
      const res = await fetch(base + path, options);
      console.log(path, res.status, res.redirected, res.url.replace(base, ""), res.headers.get("content-type"), res.headers.get("location"), (await res.text()).split("\n")[0]);
    } catch (error) {
      console.log(path, error.name, error.message, error.cause?.message);
    }
  };
  const form = (fields) => ({ method: "POST", body: new URLSearchParams(fields) });
  await ask("/orders/new");
  await ask("/orders", form({ name: "<b>tea</b> & milk", count: "2" }));
  await ask("/orders", form([["name", "cup"], ["tags", "a"], ["tags", "b"]]));
  await ask("/orders", form({ name: "  " }));
  await ask("/orders", { ...form({ name: "pot" }), redirect: "manual" });
  await ask("/orders", { ...form({ name: "pot" }), redirect: "error" });
  for (const accept of ["text/html", "application/json", "text/*", "image/png", "*/*"]) await ask("/orders/1", { headers: { accept } });
  await ask("/orders/99");
  await ask("/back");
  await ask("/back", { headers: { referer: "/orders/2" }, redirect: "manual" });
  await ask("/old/orders/2");
  await ask("/loop");
  server.close();
});
