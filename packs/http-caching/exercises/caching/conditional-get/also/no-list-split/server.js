// A module: the tags of the header are found by a pattern, quotes and all.
import { createServer } from "node:http";
import menus from "./menus.js";

createServer((req, res) => {
  if (menus.handled(req, res)) return;
  const menu = menus.find(new URL(req.url, "http://localhost").pathname.split("/").pop());
  if (!menu) {
    res.statusCode = 404;
    return res.end();
  }
  const headers = { ETag: `"v${menu.version}"`, "Cache-Control": "max-age=0, no-cache" };
  const condition = req.headers["if-none-match"] ?? "";
  const tags = condition.match(/"[^"]*"/g) ?? [];
  if (condition === "*" || tags.includes(headers.ETag)) {
    res.writeHead(304, headers);
    res.end();
  } else {
    res.writeHead(200, { ...headers, "Content-Type": "text/plain;charset=utf-8" });
    res.end(menu.write());
  }
}).listen(3000);
