// Values that throw, loop or lie when they are printed: printing them harms nobody.
const util = require('node:util');

const trap = () => { throw new Error('trap'); };
const loop = new Proxy({}, { get: (_, key) => (typeof key === 'symbol' ? loop : loop), ownKeys: () => ['a'], getOwnPropertyDescriptor: () => ({ value: loop, configurable: true, enumerable: true }) });
const all = new Proxy(function f() {}, new Proxy({}, { get: () => trap }));
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();
const values = [
  loop, all, revoked, { toString: trap, valueOf: trap, [Symbol.toPrimitive]: trap }, { get a() { return trap(); } }, { then: trap },
  { get [Symbol.toStringTag]() { return trap(); } }, Object.create(new Proxy({}, { get: trap, getPrototypeOf: trap })), Object.create(null),
  { [util.inspect.custom]: trap }, { [util.inspect.custom]() { return this; } }, { constructor: { get name() { return trap(); } } }, { constructor: null },
  Object.assign(new Error('x'), { stack: { toString: trap } }), Object.defineProperty(new Error('x'), 'stack', { get: trap }),
  Object.defineProperty(new Error('x'), 'message', { get: trap }), Object.assign(new Error(), { name: Symbol('x'), message: Symbol('y'), cause: loop }),
  new (class extends Error { get name() { return trap(); } })('x'), new (class extends Map { entries() { trap(); } [Symbol.iterator]() { trap(); } })([[1, 2]]),
  new (class extends Array { get length() { return 2 ** 32; } })(), new Date(NaN), Object.defineProperty([], 'length', { writable: false }),
  Object.setPrototypeOf(new Map(), null), Object.setPrototypeOf(/x/, null), Object.setPrototypeOf(new Date(), null), Object.setPrototypeOf(Promise.resolve(), null),
  Object.setPrototypeOf(new Uint8Array(3), null), new (class extends Set { get size() { return trap(); } })(), Symbol('x'.repeat(1000)), '\ud800', [,,, 1],
  new Proxy([], { get: (target, key) => (key === 'length' ? 2 ** 32 - 1 : 1) }),
];
let printed = 0;
for (const value of values) {
  for (const how of [() => console.log(value), () => console.log('%s %d %i %f %j %o %O %c', value, value, value, value, value, value, value, value),
    () => console.error(value), () => console.dir(value, { depth: 3, getters: true, showHidden: true }), () => console.table([value]), () => console.table(value),
    () => util.format('%s', value), () => util.inspect(value, { showProxy: true }), () => console.assert(false, value), () => console.log(`${String(value)}`),
    () => console.group(value), () => console.count(value), () => console.time(value), () => process.stdout.write(value)]) {
    try { how(); } catch { /* the program's own trouble */ }
    printed += 1;
  }
}
console.groupEnd();
if (printed === values.length * 14) process.stdout.write('\nend\n');
