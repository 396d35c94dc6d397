"use strict";

const express = require("express");
const ask = require("./express/ask");

const app = express();
const handler = () => {};
const attempt = (label, run) => {
  try {
    const result = run();
    console.log(label, "gives", typeof result);
  } catch (error) {
    console.log(label, error.name, error.message);
  }
};
for (const path of [
  "/*", "*", "/:id?", "(.*)", "/a(.*)", "/:id(\\d+)", "/a+", "/[ab]", "/a]", "/a{b", "/a}", "/:", "/*/x", "/:\"a", "/:\"\"", "/!", "/:a:b", "/*a*b", "/*a:b", "/:a{:b}",
  "/{:a}{:b}", "/a\\", "/:0", "/:a-:b", "/{*rest}", "", "/a{}",
]) {
  attempt(`get ${path}`, () => express().get(path, handler));
}
attempt("use /*", () => app.use("/*", handler));
attempt("post without", () => app.post("/x"));
attempt("get undefined", () => app.get("/x", undefined));
attempt("get object", () => app.get("/x", {}));
attempt("get number", () => app.get("/x", 5));
attempt("all without", () => app.all("/x"));
attempt("use without", () => app.use());
attempt("use path", () => app.use("/x"));
attempt("use two strings", () => app.use("/x", "y"));
attempt("use object", () => app.use({}));
attempt("use empty", () => app.use([]));
attempt("use null", () => app.use(null));
attempt("router use without", () => express.Router().use());
attempt("router use number", () => express.Router().use(3));
attempt("router use string and number", () => express.Router().use("/x", 3));
attempt("route get", () => express.Router().route("/x").get());
attempt("route get empty", () => express.Router().route("/x").get([[]]));
attempt("route all", () => express.Router().route("/x").all("k"));
attempt("param function", () => app.param(handler));
attempt("param name alone", () => app.param("id"));
attempt("param string", () => app.param("id", "x"));
attempt("param number", () => app.param(3, handler));
attempt("engine", () => app.engine("x"));
attempt("etag", () => app.set("etag", "bad"));
attempt("query parser", () => app.set("query parser", "bad"));
attempt("trust", () => app.set("trust proxy", "bad"));
attempt("trust range", () => app.set("trust proxy", "10.0.0.1/99"));
attempt("trust empty", () => app.set("trust proxy", ""));
attempt("too many groups", () => app.get(`/x${"{a}".repeat(9)}`, handler));
attempt("trust object", () => app.set("trust proxy", {}));
attempt("req.get", () => express.request.get());
attempt("req.get number", () => express.request.get(3));
