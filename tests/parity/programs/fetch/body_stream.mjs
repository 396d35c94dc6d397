// Bodies of requests, answers and blobs as streams.
import http from "node:http";
import { once } from "node:events";
const tell = (error) => console.log(error.name, error.message);
const answer = new Response("some tea");
console.log(answer.body, answer.bodyUsed);
const reader = answer.body.getReader();
await answer.text().catch(tell);
console.log(await reader.read(), answer.bodyUsed, await reader.read());
reader.releaseLock();
await answer.text().catch(tell);
const read = new Response("x");
await read.text();
console.log(read.body, read.bodyUsed, new Response().body);
const streamed = new Response(ReadableStream.from(["green ", "tea"]).pipeThrough(new TextEncoderStream()), { headers: { "X-Kind": "a" } });
const copy = streamed.clone();
console.log(await streamed.text(), await copy.text(), streamed.headers.get("content-type"));
await new Response(ReadableStream.from(["text"])).text().catch(tell);
await new Response(new ReadableStream({ pull(controller) { controller.error(new Error("broken")); } })).text().catch(tell);
const held = new ReadableStream();
held.getReader();
try { new Response(held); } catch (error) { tell(error); }
try { new Request("http://localhost/", { method: "POST", body: new ReadableStream() }); } catch (error) { tell(error); }
for await (const part of new Blob(["a", new Blob(["bc", "d"])]).stream()) console.log(part);
for await (const part of new Blob(["abc", "def"]).slice(2, 5).stream()) console.log(part);
const server = http.createServer(async (req, res) => {
  let text = "";
  for await (const part of req) text += part;
  console.log(req.method, req.headers["transfer-encoding"], req.headers["content-type"], text);
  res.write("one,");
  setTimeout(() => res.end("two"), 5);
}).listen(0);
await once(server, "listening");
const url = `http://localhost:${server.address().port}`;
const body = ReadableStream.from(["a", "b"]).pipeThrough(new TextEncoderStream());
const sent = await fetch(url, { method: "POST", body, duplex: "half", headers: { "Content-Type": "text/plain" } });
let text = "";
for await (const part of sent.body.pipeThrough(new TextDecoderStream())) text += part;
console.log(text, sent.bodyUsed, sent.body.locked);
const [one, two] = (await fetch(url)).body.tee();
console.log(await new Response(one).text(), await new Response(two).text());
const left = await fetch(url);
for await (const part of left.body) { console.log(part.constructor.name); break; }
console.log(left.bodyUsed);
server.close();
server.closeAllConnections();
