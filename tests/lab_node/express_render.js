"use strict";

const express = require("express");

const fs = require("fs");
const path = require("path");
const app = express();
const folder = __dirname;
const me = path.basename(__filename);
const engine = (file, options, done) => {
  const { settings, ...rest } = options;
  done(null, `${path.basename(file)} ${JSON.stringify(rest)} ${typeof settings}`);
};
const show = (label) => (error, text) => console.log(label, error ? `${error.name} ${error.message.replaceAll(folder, "HERE")} ${typeof error.view}` : text);
app.set("views", folder);
app.engine("js", engine);
app.locals.site = "lab";
app.render(me, show("with extension"));
app.render(me, { name: "x", _locals: { inner: 1 } }, show("with locals"));
app.render("missing.js", show("missing"));
try {
  app.render("express_render", show("no engine"));
} catch (error) {
  console.log(error.message);
}
app.set("view engine", "js");
app.render("express_render", { cache: true }, show("by name"));
console.log(Object.keys(app.cache));
app.set("views", [path.join(folder, "none"), folder]);
app.render("express_render", show("two folders"));
app.render("nothing", show("nowhere"));
app.set("views", ["/a", "/b", "/c"]);
app.render("nothing", show("nowhere of three"));
app.engine(".bad", () => {
  throw new Error("engine broke");
});
app.set("views", folder);
app.enable("view cache");
app.render("express_render", show("cached"));
class Own {
  constructor(name, options) {
    this.path = name;
    this.keys = Object.keys(options);
  }
  render(options, done) {
    done(null, `${this.path} ${this.keys} ${options.cache}`);
  }
}
app.set("view", Own);
app.render("own", show("own view"));
console.log(fs.existsSync(folder));
