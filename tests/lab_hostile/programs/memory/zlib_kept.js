// ends: memory
// turn: 20000
// Keeps each step of a stream that unpacks.
const zlib = require('node:zlib');
const bomb = zlib.gzipSync(Buffer.alloc(16 << 20));
const kept = [];
const unpack = () => zlib.createGunzip().on('data', (piece) => kept.push(piece)).on('end', unpack).end(bomb);
unpack();
