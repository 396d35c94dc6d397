// ends: finished
// turn: 20000
// wall: 60000
// memory: 128
// Entries of the recording without number.
const http = require('node:http');
const server = http.createServer((req, res) => res.end('x'.repeat(20000))).listen(3000, async () => {
  for (let i = 0; i < 500; i += 1) {
    await Promise.all([fetch('http://localhost:3000/' + 'y'.repeat(1500)), fetch('http://localhost:3000/')].map(async (answer) => (await answer).text()));
  }
  server.close();
  console.log('end');
});
