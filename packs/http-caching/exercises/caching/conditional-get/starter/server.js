const http = require("http");
const { find, handled } = require("./menus.js");

http.createServer((req, res) => {
  if (handled(req, res)) return;
  // find: the menu, or 404
  // tell: its tag, and how it may be kept
  // compare: does the client have it already?
  // write: only if it does not
}).listen(3000);
