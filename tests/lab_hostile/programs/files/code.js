// Code that is made from text reaches no more than other code, and no way leads to the host.
const assert = require('node:assert');

assert.equal(typeof WebAssembly, 'undefined');
for (const make of [(code) => (0, eval)(code), (code) => new Function(`return ${code}`)(), (code) => eval(code)]) {
  assert.equal(make('typeof host'), 'undefined');
  assert.equal(make('typeof std'), 'undefined');
  assert.equal(make('typeof os'), 'undefined');
  assert.equal(make('typeof globalThis.__loadScript'), 'undefined');
}
const seen = [];
Error.prepareStackTrace = (error, frames) => frames;
const look = () => {
  for (const frame of new Error('look').stack) {
    for (const what of ['getThis', 'getFunction']) {
      const value = frame[what]?.();
      if (value !== undefined && value !== null) seen.push([what, value]);
    }
  }
};
[1].forEach(look);
require('events').prototype.emit.call(new (require('events'))().on('x', look), 'x');
process.nextTick(look);
setImmediate(async () => {
  look();
  Error.prepareStackTrace = undefined;
  for (const [what, value] of seen) {
    assert.notEqual(typeof value?.readBytes, 'function', what);
    assert.notEqual(typeof value?.compileCore, 'function', what);
  }
  for (const name of ['caller', 'callee', 'arguments']) {
    try { assert(!look[name]); } catch (error) { assert(error instanceof TypeError); }
  }
  for (const url of ['data:text/javascript,1', 'http://127.0.0.1/a.js', 'https://example.com/a.js', 'file:///etc/passwd', 'blob:x']) {
    await assert.rejects(import(url), undefined, url);
  }
  const Module = require('module');
  for (const name of ['internal/boot', '/etc/passwd', './none.node']) {
    assert.throws(() => Module._load?.(name) ?? assert.fail(), undefined, name);
    assert.throws(() => Module.createRequire('/etc/')(name), undefined, name);
  }
  console.log('end');
});
