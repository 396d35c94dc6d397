// A redirect to itself.
const assert = require('node:assert');
const http = require('node:http');

let asked = 0;
const server = http.createServer((req, res) => {
  asked += 1;
  res.writeHead(302, { Location: `/${'x'.repeat(asked)}` }).end();
}).listen(3000, async () => {
  await assert.rejects(fetch('http://localhost:3000/'), /fetch failed/);
  assert(asked <= 22, String(asked));
  server.close();
  console.log('end');
});
