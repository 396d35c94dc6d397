const front = require("./front.js");
const greetings = require("./greetings.js");

function language(header = "") {
  for (const part of header.toLowerCase().split(",")) {
    const name = part.trim().split(/[-;]/)[0];
    if (Object.hasOwn(greetings, name)) return name;
  }
  return "en";
}

function page(req, res) {
  // choose: the first language of Accept-Language that we have, else English
  const chosen = language(req.headers["accept-language"]);
  // keep: for 60 seconds, apart by what you looked at
  res.setHeader("Cache-Control", "max-age=60");
  res.setHeader("Vary", "Accept-Language");
  // answer
  res.setHeader("Content-Type", "text/plain; charset=utf-8");
  res.end(greetings[chosen]);
}

front(page).listen(3000);
