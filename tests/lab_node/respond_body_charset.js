const express = require("express");
const { serve, echo } = require("./respond/ask");
serve(echo(express, express.json(), express.text()), async (ask) => {
  const post = (type, body, more) => ask("/", { method: "POST", headers: { "content-type": type, ...more }, body });
  await post("application/json; charset=x-own", "{}");
  await post("application/json; charset=latin1", "{}");
  await post("application/json; charset=UTF-8", "{}");
  await post("application/json; charset=utf-16", Buffer.from('{"a":"é"}', "utf16le"));
  await post("text/plain; charset=latin1", Buffer.from([0xe9]));
  await post("text/plain; charset=x-own", "x");
  await post("application/json", "{}", { "content-encoding": "zip" });
  await post("application/json", "{}", { "content-encoding": "identity" });
});
