import { once } from "node:events";
import http from "node:http";

export const port = 3111;

const server = http.createServer((req, res) => {
  // One listener, for one event, must let the data flow.
  req.once("data", (piece) => res.end(`got ${piece}`));
}).listen(port);
await once(server, "listening");
const answer = await fetch(`http://localhost:${port}/`, { method: "POST", body: "one piece" });
console.log(await answer.text(), typeof require, typeof import.meta.url);
server.close();
