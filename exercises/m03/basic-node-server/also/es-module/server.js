import http from "node:http";

const server = http.createServer();

server.on("request", async (request, response) => {
  const [path] = request.url.split("?", 1);
  if (path !== "/") {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "Content-Type": "text/plain;charset=UTF-8" });
  response.write("Server ");
  await null;
  response.end("Running");
});

server.listen(3000);
