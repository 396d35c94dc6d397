const express = require("express");
const { serve, echo, json } = require("./respond/ask");
const verify = (req, res, bytes, encoding) => {
  if (bytes[0] === 0x5b) throw new Error(`no lists in ${encoding}`);
  if (bytes[0] === 0x7b) throw Object.assign(new Error("own"), { status: 422, type: "mine" });
  throw "a text";
};
serve(echo(express, express.json({ verify, strict: false })), async (ask) => {
  for (const body of ["[]", "{}", "1"]) await ask("/", { method: "POST", headers: json, body });
});
