// turn: 60000
// wall: 120000
// One file has an end, and so has all that is written.
const assert = require('node:assert');
const fs = require('node:fs');

const piece = Buffer.alloc(4 << 20, 'x');
let grown = 0;
assert.throws(() => {
  for (; ; grown += 1) fs.appendFileSync('big', piece);
}, { code: 'EFBIG' });
assert.equal(grown, 4);
assert.equal(fs.statSync('big').size, 16 << 20);
assert.throws(() => fs.truncateSync('big', 2 ** 40));
let written = 20;
assert.throws(() => {
  for (; written < 2000; written += 4) fs.writeFileSync('again', piece);
}, { code: 'ENOSPC' });
assert(1000 <= written && written <= 1024, String(written));
assert.throws(() => fs.mkdirSync('more'), { code: 'ENOSPC' });
fs.unlinkSync('big');
console.log('end');
