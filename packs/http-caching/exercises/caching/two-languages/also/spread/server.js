const front = require("./front.js");
const greetings = require("./greetings.js");

const headers = {
  "Cache-Control": "max-age=60, s-maxage=60",
  "Content-Type": "text/plain;charset=UTF-8",
  Vary: "Accept-Language, Accept-Encoding",
};

front(({ headers: asked }, res) => {
  const known = new RegExp(`(?:^|,) *(${Object.keys(greetings).join("|")})(?![a-z])`, "i");
  const [, name = "en"] = known.exec(asked["accept-language"] ?? "") ?? [];
  res.writeHead(200, { ...headers, "Content-Language": name.toLowerCase() });
  res.end(greetings[name.toLowerCase()]);
}).listen(3000);
