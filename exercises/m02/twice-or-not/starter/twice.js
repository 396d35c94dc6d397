// Starts a server with `handle` behind it, sends one request two times, and prints both statuses.
// `request` is a method and a path; `body` is sent as JSON, and null means that there is none.
const http = require("http");

async function twice(request, body, handle) {
  const server = http.createServer(async (req, res) => {
    let text = "";
    for await (const piece of req) text += piece;
    handle(res, text && JSON.parse(text));
  });
  await new Promise((listens) => server.listen(3000, listens));

  const [method, path] = request.split(" ");
  for (const time of ["first", "second"]) {
    const sent = body ? { method, body: JSON.stringify(body) } : { method };
    const answer = await fetch("http://localhost:3000" + path, sent);
    await answer.text();
    console.log(time, answer.status);
  }
  server.close();
}

module.exports = twice;
