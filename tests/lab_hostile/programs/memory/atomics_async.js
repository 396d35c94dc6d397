// ends: finished or threw or wall
// wall: 1500
// A wait that nobody wakes, in the background.
const words = new Int32Array(new SharedArrayBuffer(8));
Atomics.waitAsync?.(words, 0, 0);
console.log('end');
