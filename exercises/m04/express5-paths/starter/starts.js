const express = require("express");

const paths = [
  "/orders/:id.json",
  "/img/*",
  "/docs/*page",
  "*",
  "/{*rest}",
  "/cups{/:size}",
  "/users/:id?",
  "/trips/:from-:to",
];

for (const path of paths) {
  try {
    express().get(path, (req, res) => res.end());
    console.log(path, "yes");
  } catch {
    console.log(path, "no");
  }
}
