const http = require("http");
const { find, handled } = require("./menus.js");

const weak = (tag) => tag.trim().replace(/^W\//, "");

function matches(header, tag) {
  if (header.trim() === "*") return true;
  return header.split(",").some((one) => weak(one) === weak(tag));
}

http.createServer((req, res) => {
  if (handled(req, res)) return;
  // find: the menu, or 404
  const name = req.url.replace("/menus/", "");
  const menu = find(name);
  if (!menu) return res.writeHead(404).end("no such menu");
  // tell: its tag, and how it may be kept
  const tag = `"${menu.version}"`;
  res.setHeader("ETag", tag);
  res.setHeader("Cache-Control", "no-cache");
  // compare: does the client have it already?
  const asked = req.headers["if-none-match"];
  if (asked && matches(asked, tag)) return res.writeHead(304).end();
  // write: only if it does not
  res.setHeader("Content-Type", "text/plain; charset=utf-8");
  res.end(menu.write());
}).listen(3000);
