// A router by hand: the URL, the query, a body with a limit, headers sent too late, an error caught.
const http = require("node:http");
const routes = {
  "GET /": (req, res) => res.end("home"),
  "GET /search": (req, res, url) => json(res, 200, { q: url.searchParams.get("q"), tags: url.searchParams.getAll("tag") }),
  "POST /echo": async (req, res) => json(res, 201, JSON.parse(await bodyOf(req, 50))),
  "GET /late": (req, res) => { res.write("first"); try { res.setHeader("X-Late", "1"); } catch (error) { res.end(` ${error.code}`); } },
  "GET /after": (req, res) => { res.end("done"); res.write("more"); res.on("error", (error) => console.log("  ", error.code)); },
  "GET /head": (req, res) => { res.writeHead(200, { "X-A": "1" }); try { res.writeHead(201); } catch (error) { res.end(error.code); } },
  "GET /bad": (req, res) => { try { res.setHeader("X-B", "a\nb"); } catch (error) { res.end(error.code); } },
  "GET /name": (req, res) => { try { res.setHeader("X B", "a"); } catch (error) { res.end(`${error.code} ${error.message}`); } },
  "GET /status": (req, res) => { try { res.writeHead(1000); } catch (error) { res.end(`${error.code} ${error.message}`); } },
  "GET /value": (req, res) => { try { res.setHeader("X", undefined); } catch (error) { res.end(error.message); } },
  "GET /type": (req, res) => { try { res.end({ a: 1 }); } catch (error) { res.end(error.message); } },
};
const json = (res, status, value) => { res.writeHead(status, { "Content-Type": "application/json" }); res.end(JSON.stringify(value)); };
async function bodyOf(req, max) {
  let text = "";
  for await (const part of req.setEncoding("utf8")) {
    text += part;
    if (text.length > max) throw Object.assign(new Error("too long"), { status: 413 });
  }
  return text;
}
const server = http.createServer(async (req, res) => {
  const url = new URL(req.url, `http://${req.headers.host}`);
  const route = routes[`${req.method} ${url.pathname}`];
  try {
    if (!route) return json(res, 404, { error: `no ${req.method} ${url.pathname}` });
    await route(req, res, url);
  } catch (error) {
    json(res, error.status ?? (error instanceof SyntaxError ? 400 : 500), { error: error.name, message: error.status && error.message });
  }
});
server.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  const ask = async (path, body) => {
    const res = await fetch(base + path, body === undefined ? {} : { method: "POST", body });
    console.log(path, res.status, res.headers.get("content-length"), await res.text());
  };
  for (const path of ["/", "/search?q=green+tea&tag=a&tag=b%20c", "/search", "/none", "/late", "/after", "/head", "/bad", "/name", "/status", "/value", "/type"]) await ask(path);
  for (const body of ['{"a":"你好"}', "{", "", `"${"x".repeat(60)}"`]) await ask("/echo", body);
  server.close();
});
