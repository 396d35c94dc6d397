// turn: 5000
// A file that is opened without end, by each way that the lab has.
const fs = require('node:fs');
const assert = require('node:assert');

assert.throws(() => fs.openSync(__filename), { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' });
let left = 2_000;
for (let i = left; i > 0; i -= 1) {
  fs.createReadStream(__filename).on('error', (error) => { throw error; }).on('close', () => {
    left -= 1;
    if (left === 0) console.log('end');
  }).resume();
}
