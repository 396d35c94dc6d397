// turn: 20000
// memory: 256
// Files in memory have an end, and what was there stays.
const assert = require('node:assert');
const fs = require('node:fs');

const piece = Buffer.alloc(1 << 20, 'x');
let count = 0;
const fill = () => {
  for (;;) {
    fs.writeFileSync(`/app/${count}`, piece);
    count += 1;
    assert(count < 100, 'there is no end');
  }
};
assert.throws(fill, { code: 'ENOSPC' });
assert(count >= 30, String(count));
assert.throws(() => fs.appendFileSync('/app/0', piece), { code: 'ENOSPC' });
assert.equal(fs.statSync('/app/0').size, 1 << 20);
fs.unlinkSync('/app/0');
fs.writeFileSync('/app/0', piece);
console.log('end');
