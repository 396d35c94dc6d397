// An answer is read by two: one keeps it, one goes on; by chunks, by a reader, or not at all.
import http from "node:http";
import { once } from "node:events";
const server = http.createServer((req, res) => {
  res.setHeader("X-Kind", "Green");
  res.setHeader("Set-Cookie", ["a=1", "b=2"]);
  res.setHeader("Content-Type", "application/json");
  for (let n = 0; n < 3; n += 1) res.write(n === 0 ? '{"list":["' : "tea".repeat(3000));
  res.end('"]}');
}).listen(0);
await once(server, "listening");
const base = `http://localhost:${server.address().port}`;
const kept = new Map();
async function cached(path) {
  if (!kept.has(path)) kept.set(path, await fetch(base + path));
  return kept.get(path).clone();
}
for (let n = 0; n < 3; n += 1) console.log((await (await cached("/tea")).json()).list[0].length, kept.get("/tea").bodyUsed);
const res = await fetch(base);
const copy = res.clone();
const [first, second] = await Promise.all([res.text(), copy.text()]);
console.log(first.length, first === second, copy.url === res.url, copy.status, copy.headers.get("x-kind"), copy.type);
const read = await fetch(base);
const reader = read.body.getReader();
console.log(read.body.locked, read.bodyUsed);
let length = 0;
for (let step = await reader.read(); !step.done; step = await reader.read()) length += step.value.length;
console.log(length, read.bodyUsed);
try { read.clone(); } catch (error) { console.log(error.name, error.message); }
await read.text().catch((error) => console.log(error.name, error.message));
const { headers } = await fetch(base);
for (const change of [() => headers.delete("date"), () => headers.set("a", "b"), () => headers.append("x-kind", "c"), () => Response.error().headers.set("a", "b")]) {
  try { change(); } catch (error) { console.log(error.name, error.message); }
}
const own = new Headers(headers);
own.delete("date");
console.log(own, own.getSetCookie());
const request = new Request(base, { method: "POST", body: "x" });
console.log((await fetch(request)).status, request.bodyUsed);
await fetch(request).catch((error) => console.log(error.name, error.message));
server.close();
server.closeAllConnections();
