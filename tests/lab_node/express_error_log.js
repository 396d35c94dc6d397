"use strict";

// What an application tells its log of errors that nobody handled.
const express = require("express");
const http = require("http");

const told = [];
console.error = (...values) => told.push(values);

function ask(port, path) {
  return new Promise((resolve) => {
    http.get({ port, path, agent: false }, (answer) => answer.resume().on("end", () => setTimeout(resolve, 20, answer.statusCode)));
  });
}

async function go() {
  for (const env of ["development", "production", "test"]) {
    const app = express().set("env", env);
    app.get("/error", () => {
      throw new Error("with a stack");
    });
    app.get("/text", (req, res, next) => next("a text"));
    app.get("/client", (req, res, next) => next(Object.assign(new Error("not yours"), { status: 403 })));
    const server = await new Promise((resolve) => {
      const started = app.listen(0, () => resolve(started));
    });
    for (const path of ["/error", "/text", "/client", "/none"]) {
      const status = await ask(server.address().port, path);
      console.log(env, path, status, told.splice(0).map((values) => [values.length, String(values[0]).split("\n")[0]]));
    }
    await new Promise((resolve) => server.close(resolve));
  }
}

go();
