// ends: exited 0
// turn: 4000
// A server that answers badly, and the program's own clients: each ends with an error.
const assert = require('node:assert');
const http = require('node:http');
const zlib = require('node:zlib');

const bomb = zlib.gzipSync(zlib.gzipSync(Buffer.alloc(1 << 20)));
const WAYS = {
  '/headers': (socket) => { for (let i = 0; i < 20_000; i += 1) socket.write(`h${i}: x\r\n`); },
  '/header': (socket) => { socket.write('h: ' + 'x'.repeat(1 << 20)); },
  '/short': (socket) => { socket.end('content-length: 100\r\n\r\nshort'); },
  '/negative': (socket) => { socket.end('content-length: -1\r\n\r\nx'); },
  '/two': (socket) => { socket.end('content-length: 1\r\ncontent-length: 2\r\n\r\nxx'); },
  '/huge': (socket) => { socket.end('content-length: 99999999999999999999999\r\n\r\nxx'); },
  '/chunk': (socket) => { socket.end('transfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\nx'); },
  '/chunk-words': (socket) => { socket.end('transfer-encoding: chunked\r\n\r\nhello\r\nx'); },
  '/extension': (socket) => { socket.end(`transfer-encoding: chunked\r\n\r\n1;${'x'.repeat(1 << 20)}\r\nx`); },
  '/nothing': (socket) => { socket.end(); },
};
const server = http.createServer((req, res) => {
  const { socket } = res;
  socket.write(req.url === '/nothing' ? '' : 'HTTP/1.1 200 OK\r\n');
  WAYS[req.url](socket);
}).listen(3000, async () => {
  for (const path of Object.keys(WAYS)) {
    await assert.rejects(async () => (await fetch(`http://localhost:3000${path}`)).text(), undefined, path);
    await new Promise((resolve, reject) => {
      const request = http.get({ port: 3000, path, agent: false }, (res) => {
        res.on('error', resolve).on('aborted', resolve).on('end', () => reject(new Error(path))).resume();
      });
      request.on('error', resolve);
    });
  }
  assert(bomb.length < 10_000);
  server.close();
  console.log('end');
  process.exit(0);
});
