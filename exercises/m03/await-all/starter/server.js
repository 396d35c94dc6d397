const http = require("http");
const { used } = require("./lookups");
const { summary } = require("./summary");

http.createServer((req, res) => {
  const [, path, id] = req.url.split("/");
  if (path === "summary") summary(Number(id), res);
  else res.end(JSON.stringify(used()));
}).listen(3000);
