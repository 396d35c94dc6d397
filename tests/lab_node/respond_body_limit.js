const express = require("express");
const { serve, echo, json } = require("./respond/ask");
serve(echo(express, express.json({ limit: "10b" })), async (ask) => {
  await ask("/", { method: "POST", headers: json, body: '{"a":1234}' });
  await ask("/", { method: "POST", headers: json, body: '{"a":12345}' });
  await ask("/", { method: "POST", headers: json, body: ['{"a":', "123456}"] });
});
for (const options of [{ limit: "many" }, { verify: 5 }]) {
  try {
    express.json(options);
  } catch (error) {
    console.log(error.name, error.message);
  }
}
