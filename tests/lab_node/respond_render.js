const express = require("express");
const { serve } = require("./respond/ask");
const app = express();
app.engine("note", (path, options, callback) => callback(null, `${options.title} ${options.user} ${options.settings.env !== undefined}`));
app.set("view engine", "note");
app.set("views", `${__dirname}/respond/views`);
app.locals.title = "T";
app.get("/", (req, res) => {
  res.locals.user = "ada";
  res.render("page");
});
app.get("/callback", (req, res) => res.render("page", { title: "own" }, (error, text) => res.json([error, text])));
app.get("/missing", (req, res) => res.render("nothing"));
app.use((error, req, res, next) => res.status(500).send(error.message.split('"')[1]));
serve(app, async (ask) => {
  for (const path of ["/", "/callback", "/missing"]) await ask(path);
});
