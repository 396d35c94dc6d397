// What fetch says when nobody answers, the answer breaks off, time is over, or the address is wrong.
import http from "node:http";
import { once } from "node:events";
const server = http.createServer((req, res) => {
  if (req.url === "/cut") { res.writeHead(200, { "Content-Length": "100" }); res.write("part"); setTimeout(() => res.destroy(), 5); }
  else if (req.url === "/hang") setTimeout(() => res.end("late"), 300).unref();
  else if (req.url === "/reset") req.socket.destroy();
  else if (req.url === "/error") { res.statusCode = 500; res.end('{"error":"ours"}'); }
  else if (req.url === "/html") res.end("<p>not json</p>");
  else res.end("fine");
}).listen(0);
await once(server, "listening");
const base = `http://localhost:${server.address().port}`;
const attempt = async (name, url, options, read = (res) => res.text()) => {
  try {
    const res = await fetch(url, options);
    console.log(name, res.status, res.ok, await read(res));
  } catch (error) {
    console.log(name, "|", error.name, "|", error.message, "|", error.code ?? "-", "|", error.cause?.name ?? "-", error.cause?.code ?? "-");
  }
};
await attempt("fine", base);
await attempt("500 is no failure", `${base}/error`, {}, (res) => res.json());
await attempt("no json", `${base}/html`, {}, (res) => res.json());
const gone = http.createServer().listen(0, "127.0.0.1");
await once(gone, "listening");
const { port } = gone.address();
await new Promise((resolve) => gone.close(resolve));
await attempt("nobody", `http://127.0.0.1:${port}/`);
await attempt("cut", `${base}/cut`);
await attempt("reset", `${base}/reset`);
await attempt("timeout", `${base}/hang`, { signal: AbortSignal.timeout(20) });
await attempt("aborted before", base, { signal: AbortSignal.abort() });
await attempt("own reason", base, { signal: AbortSignal.abort(new RangeError("enough")) });
const stop = new AbortController();
setTimeout(() => stop.abort(), 10);
await attempt("aborted", `${base}/hang`, { signal: stop.signal });
const any = AbortSignal.any([AbortSignal.timeout(5000), AbortSignal.timeout(15)]);
await attempt("any", `${base}/hang`, { signal: any });
await attempt("relative", "/path");
await attempt("no address", "not a url");
await attempt("no scheme", "localhost:3000/x");
await attempt("ftp", "ftp://localhost/");
await attempt("nothing", undefined);
await attempt("get with body", base, { body: "x" });
await attempt("bad header", base, { headers: { "a b": "1" } });
await attempt("header with a line", base, { headers: { a: "1\n2" } });
server.close();
server.closeAllConnections();
