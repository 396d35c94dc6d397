const express = require("express");
const handlers = require("./handlers.js");
const app = express();

for (const name of ["me", "newest"]) {
  app.get("/users/" + name, handlers[name]);
}

app.param("id", (req, res, next, id) => {
  if (id.match(/\D/)) return res.status(400).json({ error: "bad id", id });
  next();
});
app.route("/users/:id").get(handlers.one);
app.use((req, res) => res.status(404).json({ error: "nothing here" }));
app.listen(3000, () => console.log("ready"));
