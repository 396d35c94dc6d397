// ends: memory or turn
const { Readable } = require('node:stream');
const stream = new Readable({ read() { this.push(Buffer.alloc(1 << 16)); } });
const all = [];
stream.on('data', (piece) => all.push(piece));
