// ends: threw or memory or turn or finished
// Values that are deeper than the stack.
const assert = require('node:assert');
const util = require('node:util');
let deep = []; for (let i = 0; i < 1e5; i += 1) deep = [deep];
for (const use of [() => JSON.stringify(deep), () => structuredClone(deep), () => deep.flat(Infinity), () => String(deep), () => util.inspect(deep, { depth: Infinity }), () => assert.deepStrictEqual(deep, [deep]), () => console.log(deep)]) {
  try { use(); } catch (error) { assert(error instanceof Error); }
}
console.log('end');
