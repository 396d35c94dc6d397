// What a handler can ask of a request.
const express = require("express");
const app = express();
app.set("query parser", "extended");
app.all("/{*rest}", express.json(), (req, res) => {
  res.json({
    method: req.method, url: req.url, path: req.path, originalUrl: req.originalUrl, baseUrl: req.baseUrl, hostname: req.hostname,
    protocol: req.protocol, secure: req.secure, xhr: req.xhr, ip: req.ip.replace("::ffff:", "").replace("::1", "127.0.0.1"), ips: req.ips, subdomains: req.subdomains,
    fresh: req.fresh, stale: req.stale, query: req.query, params: req.params, route: req.route.path, body: req.body ?? "none",
    get: [req.get("Content-Type"), req.header("x-a"), req.get("Referrer")],
    is: [req.is("json"), req.is("html"), req.is("application/*")],
    accepts: [req.accepts("json"), req.accepts(["html", "json"]), req.accepts("png"), req.acceptsLanguages("en", "de"), req.acceptsEncodings("gzip"), req.acceptsCharsets("utf-8")],
    range: req.range(100) ?? null, version: req.httpVersion, same: [req.app === app, req.res === res],
  });
});
app.use((err, req, res, next) => res.status(400).send(`${err.name}: ${err.message}`));

const server = app.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  const ask = async (path, options) => console.log(path, JSON.parse(await (await fetch(base + path, options)).text()));
  await ask("/a/b?x=1&y[]=2&y[]=3&z[k]=v&e=&f");
  await ask("/?tea=green&tea=black", { method: "POST", headers: { "content-type": "application/json", "x-a": "1", "x-requested-with": "XMLHttpRequest", referer: "http://from.test/" }, body: "[1]" });
  await ask("//double//slash/", { headers: { accept: "text/html;q=0.5, application/json", "accept-language": "de-AT, en;q=0.3", range: "bytes=0-9,20-" } });
  await ask("/x", { headers: { "x-forwarded-proto": "https", "x-forwarded-for": "10.0.0.1", "if-none-match": "*" } });
  await ask("/caf%C3%A9/%20?q=%F0%9F%8D%B5+b&__proto__[a]=1", { method: "PUT" });
  server.close();
});
