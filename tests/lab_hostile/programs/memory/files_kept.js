// ends: memory
// turn: 20000
// Keeps what is read again and again, at once and in pieces.
const fs = require('node:fs');
fs.writeFileSync('zeros', Buffer.alloc(1 << 20));
const kept = [];
const read = () => fs.createReadStream('zeros').on('data', (piece) => kept.push(piece)).on('end', () => {
  kept.push(fs.readFileSync('zeros'));
  fs.readFile('zeros', (error, bytes) => { kept.push(error, bytes); read(); });
});
read();
