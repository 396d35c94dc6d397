// Starts an application, lets `work` ask it things, and prints each answer.
const http = require("http");

const UNSTABLE = ["date", "connection", "keep-alive", "x-powered-by", "last-modified"];

exports.serve = function serve(app, work) {
  const server = app.listen(0, async () => {
    const { port } = server.address();
    const ask = (path, { method = "GET", headers = {}, body } = {}) =>
      new Promise((resolve) => {
        const request = http.request({ port, path, method, headers, agent: false }, (response) => {
          let text = "";
          response.setEncoding("utf8");
          response.on("data", (chunk) => (text += chunk));
          response.on("end", () => {
            print(method, path, response, text);
            resolve({ response, text });
          });
        });
        if (Array.isArray(body)) for (const chunk of body) request.write(chunk);
        request.end(Array.isArray(body) ? undefined : body);
      });
    await work(ask);
    server.close();
  });
};

function print(method, path, response, text) {
  console.log(method, path, response.statusCode);
  for (let at = 0; at < response.rawHeaders.length; at += 2) {
    const name = response.rawHeaders[at];
    if (UNSTABLE.includes(name.toLowerCase())) continue;
    console.log(`  ${name}: ${response.rawHeaders[at + 1].replace(/^(W\/"[0-9a-f]+)-[0-9a-f]{10,11}"$/, '$1-TIME"')}`);
  }
  if (text !== "") console.log(`  ${JSON.stringify(text)}`);
}

// What a handler throws, as its name and its message.
exports.refusal = function refusal(act) {
  try {
    act();
    return "nothing thrown";
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};

exports.json = { "content-type": "application/json" };
exports.form = { "content-type": "application/x-www-form-urlencoded" };

// Answers with what the parser of bodies made, or with its error.
exports.echo = function echo(express, ...parsers) {
  const app = express();
  app.use(...parsers);
  app.use((req, res) => {
    const { body } = req;
    res.json({ type: Buffer.isBuffer(body) ? "bytes" : typeof body, body: Buffer.isBuffer(body) ? body.toString("hex") : body });
  });
  app.use((error, req, res, next) => {
    const shown = { name: error.name, message: error.message, ...error };
    if (Buffer.isBuffer(shown.body)) shown.body = shown.body.toString();
    res.status(error.status).json(shown);
  });
  return app;
};
