const assert = require('node:assert');
// Sizes that no machine has.
for (const make of [() => Buffer.alloc(2 ** 40), () => new Uint8Array(2 ** 53 - 1), () => new ArrayBuffer(2 ** 50), () => new Float64Array(2 ** 45), () => Buffer.allocUnsafe(2 ** 31), () => new SharedArrayBuffer(2 ** 45), () => 'x'.padEnd(2 ** 40), () => new Array(-1), () => Buffer.concat([], 2 ** 40), () => new ArrayBuffer(8, { maxByteLength: 2 ** 50 })]) {
  assert.throws(make, undefined, String(make));
}
console.log('end');
