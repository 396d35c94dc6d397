// turn: 20000
// Bombs into each function that unpacks: those with a limit say so.
const assert = require('node:assert');
const zlib = require('node:zlib');
const zeros = Buffer.alloc(16 << 20);
for (const [pack, unpack] of [['gzipSync', 'gunzipSync'], ['deflateSync', 'inflateSync'], ['deflateRawSync', 'inflateRawSync'], ['gzipSync', 'unzipSync']]) {
  const bomb = zlib[pack](zeros);
  assert(bomb.length < 100_000);
  assert.throws(() => zlib[unpack](bomb, { maxOutputLength: 1 << 20 }), { code: 'ERR_BUFFER_TOO_LARGE' });
  for (let cut = 0; cut < 64; cut += 1) assert.throws(() => zlib[unpack](bomb.subarray(0, cut)));
  for (let i = 0; i < 64; i += 1) {
    const hurt = Buffer.from(bomb.subarray(0, 2_000));
    hurt[i] ^= 0xff;
    try { zlib[unpack](hurt, { maxOutputLength: 1 << 16 }); } catch { /* as it must */ }
  }
}
console.log('end');
