// One connection for several requests, or a new one each time; and what the server sees of it.
const http = require("node:http");
const connections = new Set();
let opened = 0;
const server = http.createServer((req, res) => {
  connections.add(req.socket);
  res.end(`${req.headers.connection}`);
});
server.on("connection", () => { opened += 1; });
const ask = (agent, headers) => new Promise((resolve, reject) => {
  http.get({ port: server.address().port, agent, headers }, (res) => {
    let text = "";
    res.on("data", (part) => { text += part; });
    res.on("end", () => resolve([text, res.headers.connection, res.headers["keep-alive"], res.req.reusedSocket]));
  }).on("error", reject);
});
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
server.listen(0, async () => {
  const keeping = new http.Agent({ keepAlive: true });
  for (let n = 0; n < 3; n += 1) { console.log(await ask(keeping)); await turn(); }
  console.log("opened", opened, Object.values(keeping.freeSockets).flat().length, Object.keys(keeping.sockets).length);
  keeping.destroy();
  const closing = new http.Agent({ keepAlive: false });
  for (let n = 0; n < 2; n += 1) console.log(await ask(closing));
  console.log("opened", opened);
  console.log(await ask(false), await ask(keeping, { Connection: "close" }));
  console.log("opened", opened, http.globalAgent.keepAlive, server.keepAliveTimeout, server.requestTimeout, server.headersTimeout, server.timeout);
  server.close(() => console.log("closed", server.listening, server.address()));
  keeping.destroy();
  server.closeAllConnections();
});
