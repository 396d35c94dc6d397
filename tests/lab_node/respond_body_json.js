const express = require("express");
const { serve, echo, json } = require("./respond/ask");
serve(echo(express, express.json()), async (ask) => {
  const bodies = ['{"a":[1,null]}', "[]", "", "  ", "5", '"text"', " null", '{"a":}', "{a:1}", '{"a":1', "hello", '{"a":1}x', "x".repeat(30), "\ufeff{}"];
  for (const body of bodies) await ask("/", { method: "POST", headers: json, body });
  await ask("/chunked", { method: "POST", headers: json, body: [] });
  await ask("/chunks", { method: "POST", headers: json, body: ['{"a"', ":1}"] });
  await ask("/get", { headers: json });
});
