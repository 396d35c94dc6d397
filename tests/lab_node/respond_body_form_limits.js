const express = require("express");
const { serve, echo, form } = require("./respond/ask");
const parsers = {
  few: express.urlencoded({ parameterLimit: 2 }),
  shallow: express.urlencoded({ extended: true, depth: 1 }),
  flat: express.urlencoded({ extended: true, depth: 0 }),
};
serve(echo(express, (req, res, next) => parsers[req.url.slice(1)](req, res, next)), async (ask) => {
  await ask("/few", { method: "POST", headers: form, body: "a=1&b=2" });
  await ask("/few", { method: "POST", headers: form, body: "a=1&b=2&c=3" });
  await ask("/shallow", { method: "POST", headers: form, body: "a[b]=1" });
  await ask("/shallow", { method: "POST", headers: form, body: "a[b][c]=1" });
  await ask("/flat", { method: "POST", headers: form, body: "a[b]=1" });
});
for (const options of [{ parameterLimit: 0 }, { extended: true, depth: -1 }, { defaultCharset: "x" }]) {
  try {
    express.urlencoded(options);
  } catch (error) {
    console.log(error.name, error.message);
  }
}
