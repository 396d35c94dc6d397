// fetch asks for packed bodies and unpacks them; the headers stay as they came.
const http = require("node:http");
const zlib = require("node:zlib");
const text = "green tea, black tea, ".repeat(20);
const packed = {
  "/gzip": ["gzip", zlib.gzipSync(text)],
  "/deflate": ["deflate", zlib.deflateSync(text)],
  "/both": ["deflate, gzip", zlib.gzipSync(zlib.deflateSync(text))],
  "/none": [undefined, Buffer.from(text)],
  "/unknown": ["tea", Buffer.from(text)],
  "/empty": ["gzip", Buffer.alloc(0)],
  "/bad": ["gzip", Buffer.from("this is not packed")],
};
const server = http.createServer((req, res) => {
  if (req.url === "/asked") return res.end(JSON.stringify(req.headers["accept-encoding"]));
  const [coding, body] = packed[req.url];
  if (coding) res.setHeader("Content-Encoding", coding);
  res.end(body);
});
server.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  console.log(await (await fetch(`${base}/asked`)).json());
  console.log(await (await fetch(`${base}/asked`, { headers: { "Accept-Encoding": "identity" } })).json());
  for (const path of Object.keys(packed)) {
    const res = await fetch(base + path);
    try {
      const got = await res.text();
      console.log(path, res.headers.get("content-encoding"), got.length, got === text);
    } catch (error) {
      console.log(path, error.name, error.message, error.cause?.code);
    }
  }
  const res = await fetch(`${base}/gzip`, { method: "HEAD" });
  console.log(res.status, res.headers.get("content-encoding"), await res.text());
  http.get(`${base}/gzip`, async (raw) => {
    const parts = [];
    for await (const part of raw) parts.push(part);
    const bytes = Buffer.concat(parts);
    console.log("http.get", bytes.subarray(0, 2), zlib.gunzipSync(bytes).toString() === text);
    server.close();
  });
});
