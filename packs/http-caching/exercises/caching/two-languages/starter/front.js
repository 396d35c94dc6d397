// A shared cache that stands before a program, as many visitors meet it. It keeps what
// Cache-Control and Vary allow, and says in X-Cache whether an answer is a copy.
const http = require("node:http");

const copies = [];
const seconds = () => Math.floor(Date.now() / 1000);

/** A server that answers from its copies, and else asks `app(req, res)`. */
function front(app) {
  return http.createServer((req, res) => {
    const copy = copies.find((one) => one.url === req.url && fits(one, req));
    if (req.method === "GET" && copy && seconds() - copy.made < copy.lifetime) {
      res.writeHead(200, { ...copy.headers, Age: seconds() - copy.made, "X-Cache": "hit" });
      return res.end(copy.body);
    }
    res.setHeader("X-Cache", "miss");
    const pieces = [];
    const { write, end } = res;
    res.write = (piece, ...rest) => {
      pieces.push(Buffer.from(piece));
      return write.call(res, piece, ...rest);
    };
    res.end = (piece, ...rest) => {
      if (piece && typeof piece !== "function") pieces.push(Buffer.from(piece));
      const sent = end.call(res, piece, ...rest);
      if (req.method === "GET" && res.statusCode === 200) keep(req, res, Buffer.concat(pieces));
      return sent;
    };
    app(req, res);
  });
}

const fits = (copy, req) => copy.vary.every(([name, value]) => req.headers[name] === value);

function keep(req, res, body) {
  const { "x-cache": _, ...headers } = res.getHeaders();
  const words = String(headers["cache-control"] ?? "").toLowerCase();
  const lifetime = Number(/s-maxage=(\d+)/.exec(words)?.[1] ?? /max-age=(\d+)/.exec(words)?.[1] ?? 0);
  const names = String(headers.vary ?? "").toLowerCase().split(",").map((name) => name.trim()).filter(Boolean);
  if (/no-store|no-cache|private/.test(words) || names.includes("*")) return;
  const vary = names.map((name) => [name, req.headers[name]]);
  const old = copies.findIndex((one) => one.url === req.url && fits(one, req));
  if (old >= 0) copies.splice(old, 1);
  copies.push({ url: req.url, headers, body, vary, lifetime, made: seconds() });
}

module.exports = front;
