// Tests, hooks and stand-ins of node:test, and the report of them.
"use strict";

const { test, it, describe, before, after, beforeEach, afterEach, mock } = require("node:test");
const assert = require("node:assert");

const log = [];
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (chunk, ...rest) => {
  const text = String(chunk).replace(/\([\d.]+ms\)/g, "(MS)").replace(/duration_ms .*/, "duration_ms");
  return write(text.replace(/^ *(at|\.\.\. \d+ lines) .*\n/gm, "").replace(/^\s*\n/gm, ""), ...rest);
};
const isHere = (entry) => (entry === __filename ? "this file" : entry);
process.on("exit", (code) => console.log(log.map(isHere), code));

{
const f = mock.fn((a, b) => a + b);
  console.log(f(1, 2), f.mock.callCount(), Object.keys(f.mock.calls[0]), f.mock.calls[0].arguments, f.mock.calls[0].result, f.mock.calls[0].target, f.mock.calls[0].this === undefined);
const o = { n: 5, add(x) { return this.n + x; }, get v() { return 1; } }; const m = mock.method(o, 'add', function (x) { return this.n * x; });
  console.log(o.add(3), m.mock.callCount(), o.add.mock.calls[0].this === o); o.add.mock.restore();
  console.log(o.add(3));
const g = mock.fn();
  console.log(g(), g.name, g.length); g.mock.mockImplementation(() => 9); g.mock.mockImplementationOnce(() => 8);
  console.log(g(), g()); g.mock.resetCalls();
  console.log(g.mock.callCount());
const e = mock.fn(() => { throw new Error('x'); });
  try { e(); } catch {} console.log(e.mock.calls[0].error.message, e.mock.calls[0].result);
mock.getter(o, 'v', () => 42);
  console.log(o.v);
  mock.reset();
  console.log(o.v);
try { mock.method(o, 'nope'); } catch (err) { console.log(err.code, err.message); } try { mock.fn(1); } catch (err) { console.log(err.code, err.message); }
const t2 = mock.fn(() => 1, () => 2, { times: 2 });
  console.log(t2(), t2(), t2());
mock.timers.enable({ apis: ['setTimeout', 'Date'] }); let fired = 0; setTimeout(() => fired++, 1000);
  mock.timers.tick(999);
  console.log(fired, Date.now());
  mock.timers.tick(1);
  console.log(fired, Date.now());
  mock.timers.reset();
  console.log(Date.now() > 1e12);
try { mock.timers.tick(1) } catch (err) { console.log(err.code, err.message) }

}
test('passes', () => {});
test('async', async (t) => { t.diagnostic('hello diag');
  await t.test('sub one', () => {});
  await t.test('sub two', async () => { throw new Error('boom'); }); });
test('fails', () => { assert.strictEqual(1, 2); });
test('skipped', { skip: true }, () => {});
test('skipped why', { skip: 'not now' }, () => {});
test.skip('skip2', () => {});
test('todo', { todo: true }, () => { throw new Error('todo fails'); });
test.todo('todo only');
test('t.skip', (t) => { t.skip('inside'); });
test('t.todo', (t) => { t.todo('inside todo'); });
describe('suite', () => {
  before(() => log.push('before')); after(() => log.push('after'));
  beforeEach(() => log.push('beforeEach')); afterEach(() => log.push('afterEach'));
  it('one', () => { log.push('in one'); });
  it('two', (t, done) => { setTimeout(done, 5); });
  describe('nested', () => { it('deep', () => { assert.deepStrictEqual({a:1,b:[1,2]}, {a:1,b:[1,3]}); }); });
});
test('plan', (t) => { t.plan(2);
  t.assert.ok(true); });
test('plan ok', (t) => { t.plan(1);
  t.assert.strictEqual(1, 1); });
test('callback fail', (t, done) => { done(new Error('cb')); });
test('timeout', { timeout: 10 }, async () => { await new Promise(r => setTimeout(r, 100)); });
test('throws string', () => { throw 'str'; });
test(() => {});
test(function named() {});

describe('hook fails', () => { before(() => { throw new Error('before failed'); }); it('never', () => {}); });
describe('empty', () => {});
describe('throws', () => { throw new Error('in describe'); });
describe.skip('skipped suite', () => { it('x', () => {}); });
describe('todo suite', { todo: 'later' }, () => { it('x', () => { throw new Error('q'); }); });
test('cause', () => { throw new Error('outer', { cause: new TypeError('inner') }); });
test('props', () => { throw Object.assign(new Error('p'), { code: 'E', deep: { a: { b: 1 } } }); });
test('undefined', () => { throw undefined; });
test('reject obj', async () => { throw { a: 1 }; });
test('multi\nline # name', () => {});
describe('conc', { concurrency: true }, () => { it('slow', async () => { await new Promise(r => setTimeout(r, 20)); }); it('fast', async () => {}); });
test('late', () => { setTimeout(() => { throw new Error('late uncaught'); }, 1); return new Promise(r => setTimeout(r, 20)); });
test('both', async (t, done) => { done(); });
test('afterEach hook', async (t) => { t.afterEach(() => { throw new Error('ae'); });
  await t.test('k', () => {}); });
test('signal', (t) => { log.push(t.signal instanceof AbortSignal, t.filePath, t.passed, t.attempt); });
