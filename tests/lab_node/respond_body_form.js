const express = require("express");
const { serve, echo, form } = require("./respond/ask");
serve(echo(express, express.urlencoded()), async (ask) => {
  for (const body of ["a=1&b=two+words%21&a=2", "a[b]=1&c[]=2", "novalue&=noname&e=%zz", "", "a=%C3%BC"]) {
    await ask("/", { method: "POST", headers: form, body });
  }
  await ask("/chunked", { method: "POST", headers: form, body: [] });
});
