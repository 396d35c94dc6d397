// Answers that break off and clients that leave: what both sides hear, each in its order.
const http = require("http");
const heard = { client: [], server: [] };
const hear = (side, name, emitter, events) => {
  for (const event of events) {
    emitter.on(event, (value) => {
      heard[side].push([name, event, value instanceof Error ? `${value.code} ${value.message}` : ""].join(" ").trim());
    });
  }
};
const server = http.createServer((request, response) => {
  const { socket } = response;
  if (request.url === "/break") {
    response.writeHead(200, { "content-length": 10 });
    response.write("abc");
    setTimeout(() => response.destroy(), 10);
  } else if (request.url === "/bad-length") socket.write("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n");
  else if (request.url === "/bad-chunk") socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
  else {
    hear("server", "request", request, ["close", "aborted", "error"]);
    hear("server", "response", response, ["close", "error", "finish"]);
    if (request.url === "/slow") response.write("start");
  }
});
function ask(path, leave) {
  heard.client.length = 0;
  heard.server.length = 0;
  const request = http.get({ port: server.address().port, path });
  hear("client", "request", request, ["error", "close", "abort"]);
  request.on("response", (response) => {
    hear("client", "response", response, ["data", "end", "error", "close", "aborted"]);
    response.once("data", () => leave?.(request));
  });
  if (path === "/silent") setTimeout(leave, 30, request);
  return new Promise((resolve) => {
    setTimeout(() => {
      console.log(path, heard);
      resolve();
    }, 150);
  });
}
server.listen(0, async () => {
  for (const path of ["/break", "/bad-length", "/bad-chunk"]) await ask(path);
  await ask("/slow", (request) => request.destroy());
  await ask("/slow", (request) => request.destroy(new Error("mine")));
  await ask("/slow", (request) => request.abort());
  await ask("/silent", (request) => request.destroy());
  server.close();
});
