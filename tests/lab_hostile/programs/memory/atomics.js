// ends: wall or turn or finished
// wall: 1500
// A thread that waits for nobody.
const assert = require('node:assert');
const words = new Int32Array(new SharedArrayBuffer(8));
try { Atomics.wait(words, 0, 0); } catch (error) { assert(error instanceof TypeError); console.log('end'); }
