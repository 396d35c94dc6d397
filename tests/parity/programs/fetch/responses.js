// Response, Request and Headers made by hand, and what cannot be made.
const attempt = async (name, call) => {
  try { console.log(name, await call()); } catch (error) { console.log(name, error.name, error.code, error.message); }
};
async function main() {
  const res = new Response("tea", { status: 201, headers: { "X-Kind": "green" } });
  console.log(res.status, res.ok, res.statusText, res.type, res.url, res.redirected, res.bodyUsed, [...res.headers]);
  const copy = res.clone();
  console.log(await res.text(), res.bodyUsed, copy.bodyUsed, await copy.text());
  await attempt("twice", () => res.text());
  await attempt("clone used", () => res.clone());
  console.log(await Response.json({ a: [1] }, { status: 202 }).json(), Response.json(1).headers.get("content-type"));
  console.log(Response.redirect("http://shop.test/a", 303).headers.get("location"), Response.error().type, Response.error().status);
  await attempt("status", () => new Response("", { status: 99 }));
  await attempt("204 with body", () => new Response("x", { status: 204 }));
  await attempt("bad json", () => new Response("{").json());
  await attempt("no json", () => new Response().json());
  await attempt("json of undefined", () => Response.json(undefined));
  await attempt("redirect 200", () => Response.redirect("http://shop.test/", 200));
  await attempt("buffer", async () => (await new Response(new Uint8Array([1, 2])).arrayBuffer()).byteLength);

  const req = new Request("http://shop.test/a?b=1#c", { method: "post", body: JSON.stringify({ n: 1 }), headers: [["X-A", "1"], ["x-a", "2"]] });
  console.log(req.method, req.url, req.headers.get("x-a"), req.headers.get("content-type"), req.redirect, req.signal.aborted, await req.clone().json());
  const next = new Request(req, { headers: { "X-B": "3" } });
  console.log(next.method, [...next.headers], await next.text());
  console.log(new Request("http://shop.test", { method: "patch" }).method, new Request("http://shop.test", { body: new URLSearchParams({ a: "b c" }), method: "PUT" }).headers.get("content-type"));
  await attempt("used", () => new Request(req));
  await attempt("get with body", () => new Request("http://shop.test", { body: "x" }));
  await attempt("relative", () => new Request("/a"));
  await attempt("method", () => new Request("http://shop.test", { method: "A B" }));
  await attempt("trace", () => new Request("http://shop.test", { method: "TRACE" }));
  await attempt("password", () => new Request("http://u:p@shop.test/"));
}
main();
