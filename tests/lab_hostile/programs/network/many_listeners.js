// ends: exited 0
// Servers without end: the fifth finds no port.
const http = require('node:http');
const assert = require('node:assert');

let open = 0;
const next = () => {
  const server = http.createServer().listen(0, () => { open += 1; next(); });
  server.on('error', (error) => {
    assert.equal(error.code, 'EADDRINUSE');
    assert.equal(open, 4);
    console.log('end');
    process.exit(0);
  });
};
next();
