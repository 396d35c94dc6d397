"use strict";

// Stands in for the server that an exploit is sent to. The script runs in a process of its own that
// reaches no other one; what it sends to port 3000 is handed to the judge, and the judge's answer
// goes back to the script.

const http = require("node:http");

const PORT = 3000;

/** Requests that the judge has not taken yet. */
const waiting = [];
/** Responses that are still to be sent, by the number of their request. */
const open = new Map();
let count = 0;
let wake = () => {};

function pairs(raw) {
  const fields = [];
  for (let at = 0; at < raw.length; at += 2) fields.push([raw[at], raw[at + 1]]);
  return fields;
}

const server = http.createServer((req, res) => {
  const pieces = [];
  req.on("data", (piece) => pieces.push(piece));
  req.on("end", () => {
    const id = (count += 1);
    open.set(id, res);
    const body = Buffer.concat(pieces).toString("latin1");
    const headers = pairs(req.rawHeaders);
    waiting.push({ id, method: req.method, target: req.url, headers, body });
    wake();
  });
});

function answer({ id, status, headers, body }) {
  const res = open.get(id);
  open.delete(id);
  if (status === undefined) {
    res.destroy();
    return;
  }
  res.sendDate = false;
  res.writeHead(status, headers.flat());
  res.end(Buffer.from(body, "latin1"));
}

/**
 * Starts the script.
 * @param {string} script its path, from this file on
 */
exports.begin = (script) =>
  new Promise((done) => {
    server.listen(PORT, () => {
      import(script);
      done(null);
    });
  });

/**
 * Gives the answers to requests, and waits for the next ones; never settles where the script sends
 * no more.
 * @param {object[]} answers each with the `id` of its request; without `status` none came
 * @returns {Promise<object[]>} what was sent together
 */
exports.next = async (answers) => {
  answers.forEach(answer);
  while (waiting.length === 0) {
    await new Promise((heard) => {
      wake = heard;
    });
  }
  // What the script sends at once shall go out at once.
  await new Promise((turn) => setImmediate(turn));
  return waiting.splice(0);
};
