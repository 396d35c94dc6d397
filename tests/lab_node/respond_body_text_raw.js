const express = require("express");
const { serve, echo } = require("./respond/ask");
serve(echo(express, express.text(), express.raw()), async (ask) => {
  const post = (type, body) => ask("/", { method: "POST", headers: { "content-type": type }, body });
  await post("text/plain", "grüße");
  await post("text/plain", []);
  await post("application/octet-stream", Buffer.from([0, 255]));
  await post("application/octet-stream", []);
  await post("text/html", "<p>");
});
