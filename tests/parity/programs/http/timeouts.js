const http = require("http");
const server = http.createServer((req, res) => { setTimeout(() => res.end("late"), 100); });
console.log(server.requestTimeout, server.headersTimeout, server.keepAliveTimeout, server.timeout, server.maxRequestsPerSocket);
server.listen(0, () => {
  const req = http.get({ port: server.address().port, timeout: 10 }, (res) => { res.resume(); });
  req.on("timeout", () => { console.log("timeout"); req.destroy(new Error("too slow")); });
  req.on("error", (error) => { console.log(error.message); server.close(); server.closeAllConnections(); });
});
