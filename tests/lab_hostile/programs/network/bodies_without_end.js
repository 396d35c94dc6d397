// ends: memory
// turn: 20000
// The program collects an answer that never ends.
const http = require('node:http');
const piece = Buffer.alloc(1 << 16, 'x');
http.createServer((req, res) => {
  const more = () => { while (res.write(piece)); };
  res.on('drain', more);
  more();
}).listen(3000, async () => { await (await fetch('http://localhost:3000/')).text(); });
