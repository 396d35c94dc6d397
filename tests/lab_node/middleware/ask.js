"use strict";

// Runs an application, asks it, and prints the answers without what is never the same twice.

const http = require("http");
const express = require("express");

const LEFT_OUT = /^(connection|keep-alive|x-powered-by|content-length|etag)$/i;

function steady(text) {
  return text
    .replace(/s%3A[\w-]{32}\.[\w%-]+/g, "s%3AID.SIGNATURE")
    .replace(/(?<![\w-])[\w-]{32}(?![\w-])/g, "ID")
    .replace(/Expires=[^;]*/g, "Expires=THEN")
    .replace(/(?<="originalMaxAge":)-?\d+/g, hundreds)
    .replace(/20\d\d-\d\d-\d\dT[\d:.]+Z/g, "THEN")
    .replace(/X-RateLimit-Reset: \d{6,}/g, "X-RateLimit-Reset: THEN")
    .replace(/Date: [^|]*GMT/g, "Date: NOW");
}

/** A time in milliseconds, which may be one short where the clock went on meanwhile. */
function hundreds(time) {
  return Math.ceil(time / 100) * 100 || 0;
}

function shown(error) {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function once(port, ask, jar) {
  const { path = ask, headers = {} } = typeof ask === "string" ? {} : ask;
  const cookie = jar.length > 0 ? { cookie: jar.join("; ") } : {};
  return new Promise((done, fail) => {
    const options = { port, host: "127.0.0.1", path: typeof ask === "string" ? ask : path ?? "/", headers: { ...cookie, ...headers }, agent: false };
    http.get(options, (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (text) => (body += text));
      answer.on("end", () => {
        const fields = [];
        for (let at = 0; at < answer.rawHeaders.length; at += 2) {
          const [name, value] = answer.rawHeaders.slice(at, at + 2);
          if (!LEFT_OUT.test(name)) fields.push(`${name}: ${value}`);
        }
        const set = answer.headers["set-cookie"];
        if (set) jar.splice(0, jar.length, ...set.map((one) => one.split(";")[0]));
        console.log(steady(`  ${options.path} ${answer.statusCode} ${fields.join(" | ")} :: ${body}`));
        done();
      });
    }).on("error", fail);
  });
}

/**
 * @param {string} title
 * @param {(app: Function) => void} build
 * @param {(string | object)[]} asks paths, or `{ path, headers }`
 */
async function ask(title, build, asks) {
  console.log(title);
  const app = express();
  try {
    build(app);
  } catch (error) {
    console.log(`  thrown: ${shown(error)}`);
    return;
  }
  app.use((error, req, res, next) => res.status(500).send(`error ${shown(error)}`));
  const server = app.listen(0, "127.0.0.1");
  await new Promise((done) => server.on("listening", done));
  const jar = [];
  for (const one of asks) await once(server.address().port, one, jar);
  server.close();
}

module.exports = { ask, hundreds, shown, steady };
