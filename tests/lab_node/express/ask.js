"use strict";

// A request to a server of the same program, and what came of it.
const http = require("http");

module.exports = function ask(port, path, options = {}) {
  return new Promise((resolve) => {
    const sent = http.request({ port, path, agent: false, ...options }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part) => (text += part));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
    });
    sent.end(options.body);
  });
};
