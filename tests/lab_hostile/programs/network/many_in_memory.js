// ends: memory or wall or turn or finished
// wall: 4000
// Ten thousand connections of the program to itself, none of which it answers.
const http = require('node:http');

http.createServer(() => {}).listen(3000, () => {
  for (let i = 0; i < 10_000; i += 1) http.get({ port: 3000, agent: false }).on('error', () => {});
});
