// The words of failed assertions.
"use strict";

const assert = require('assert');
const tries = [
 () => assert.equal(1,2),
 () => assert.strictEqual('a\nb','a\nc'),
 () => assert.strictEqual('hello world','hello there'),
 () => assert.strictEqual({a:1},{a:1}),
 () => assert.deepStrictEqual([1,2,3],[1,2,4]),
 () => assert.deepStrictEqual({a:1},{a:'1'}),
 () => assert.deepEqual({a:1},{a:2}),
 () => assert.notStrictEqual(1,1),
 () => assert.notDeepStrictEqual({a:1},{a:1}),
 () => assert.ok(0),
 () => assert(false),
 () => assert.ok(null,'msg'),
 () => assert.ok(),
 () => assert.throws(() => {}),
 () => assert.throws(() => {}, TypeError),
 () => assert.throws(() => {}, TypeError, 'why'),
 () => assert.throws(() => { throw new Error('x y'); }, /zzz/),
 () => assert.throws(() => { throw new Error('x y'); }, { message: 'other', name: 'Error' }),
 () => assert.throws(() => { throw new Error('x'); }, TypeError),
 () => assert.throws(() => { throw new Error('x'); }, () => false),
 () => assert.throws(() => { throw new Error('x'); }, 'x'),
 () => assert.throws('x'),
 () => assert.throws(() => { throw new Error('e'); }, {}),
 () => assert.doesNotThrow(() => { throw new Error('boo'); }),
 () => assert.doesNotThrow(() => { throw new Error('boo'); }, 'my msg'),
 () => assert.match('abc', /x/),
 () => assert.match(5, /x/),
 () => assert.doesNotMatch('abc', /a/),
 () => assert.fail(),
 () => assert.fail('m'),
 () => assert.ifError(new Error('ie')),
 () => assert.ifError('s'),
 () => assert.ifError(null),
 () => assert.partialDeepStrictEqual({a:1,b:2},{a:1}),
 () => assert.partialDeepStrictEqual({a:1,b:2},{a:2}),
 () => assert.deepStrictEqual(new Map([[1,{a:1}]]), new Map([[1,{a:2}]])),
 () => assert.deepStrictEqual(new Set([1]), new Set([2])),
 () => assert.strictEqual(1, 2, 'custom'),
 () => assert.strictEqual(1, 2, new RangeError('own')),
 () => assert.strictEqual(1),
 () => assert.notEqual(1, 1),
 () => assert.notDeepEqual({a:1},{a:1}),
 () => assert.deepStrictEqual([1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30].map(String), [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,31].map(String)),
 () => assert.strictEqual([1,2],[1,2]),
 () => assert.deepStrictEqual({a:undefined},{}),
 () => assert.strictEqual(NaN, 0),
 () => assert.strictEqual('a'.repeat(100), 'b'),
 () => assert.deepStrictEqual(new Date(0), new Date(1)),
 () => assert.deepStrictEqual(-0, 0),
 () => assert.strictEqual(undefined, null),
 () => assert.strictEqual(() => {}, 1),
 () => assert.deepEqual([1,'2'],[1,2]),() => assert.deepStrictEqual({ id: 1, name: 'Ada', tags: ['a', 'b'] }, { id: 2, name: 'Ada', tags: ['a', 'c'] }),
 () => assert.strictEqual(1n, 1),
 () => assert.strictEqual(Symbol('a'), Symbol('b')),
];
for (const t of tries) { try { t(); console.log('ok', String(t)); } catch (e) { console.log('--', String(t).slice(0, 90)); console.log(e.name, e.code, JSON.stringify(e.message), e.operator, e.generatedMessage, Object.keys(e).join()); } }
(async () => {
 for (const t of [() => assert.rejects(Promise.resolve(1)),
 () => assert.rejects(async () => { throw new Error('r'); }, /q/),
 () => assert.rejects(async () => {}, TypeError, 'm'),
 () => assert.rejects(() => 5),
 () => assert.doesNotReject(async () => { throw new Error('dr'); }),
 () => assert.rejects(async () => { throw new Error('r'); }, { message: 'r' }),
 () => assert.rejects(5)]) { try { await t(); console.log('ok'); } catch (e) { console.log(e.name, e.code, JSON.stringify(e.message), e.operator); } }
 console.log(new assert.AssertionError({ actual: 1, expected: 2, operator: 'strictEqual' }).message, '');
})();

{
const show = (a, b, f = 'deepStrictEqual') => { try { assert[f](a, b); console.log('OK'); } catch (e) { console.log(e.message.split('\n').slice(1).join('|')); } };
const seq = (n, change = []) => Array.from({ length: n }, (_, i) => change.includes(i) ? 'x' + i : i);
for (const n of [3,4,5,6,7,8,9]) show(seq(n), seq(n, [n - 1]));
for (const n of [3,4,5,6,7,8,9]) show(seq(n), seq(n, [0]));
for (const n of [5,6,7,8,9,10,11]) show(seq(n), seq(n, [0, n - 1]));
show([1,2,3],[2,3]);
  show([1,2],[1,2,3]);
  show({a:1,b:2,c:3},{a:1,c:3});
  show([1,2,3,4],[5,6,7,8]);
  show({a:1},{b:1});
  show(1,2);
  show('a','b');
  show('x', 5);
  show([], {});
  show({a:1}, null);
  show(true, false, 'strictEqual');
  show(200, 404, 'strictEqual');
  show('abc', 'abd', 'strictEqual');
  show('abcd', 'abce', 'strictEqual');
  show(123456, 1234567, 'strictEqual');
  show('multi\nline text that is long', 'multi\nline text that is log', 'strictEqual');
  show({a:{b:1}}, {a:{b:1}}, 'strictEqual');
  show(new Error('a'), new Error('b'));
  show([1,2],[2,1]);
  show({ z: 1, a: 2 }, { a: 2, z: 2 });
  show(undefined, {a:1}, 'strictEqual');
  show('a', undefined, 'strictEqual');
  show(1, '1', 'strictEqual');
  show([undefined], [null]);
  show('line1\nline2\nline3 is quite long here\n', 'line1\nline2\nline3 is quite long there\n', 'strictEqual');
show(1,2,'deepEqual');
  show(1,1,'notDeepStrictEqual');
  show({a:1},{a:1},'notStrictEqual');
  show('a'.repeat(70), 'a'.repeat(69)+'b', 'strictEqual');
  show('a'.repeat(90), 'a'.repeat(89)+'b', 'strictEqual');const o={a:1};
  show(o,o,'notStrictEqual');

}
{
const show = (a, b, f = 'deepStrictEqual', m) => { try { assert[f](a, b, m); console.log('OK'); } catch (e) { console.log(JSON.stringify(e.message)); } };
show(1234567, 1234568, 'strictEqual');
  show('abcdefghi', 'abcdefghij', 'strictEqual');
  show([1,2,3],[1,2]);
  show([1,2],[1,2,3]); const o={a:1};
  show(o,o,'notStrictEqual');
  show('a','a','notDeepStrictEqual');
  show({a:1},{a:2},'deepStrictEqual','my msg');
  show({a:1},{a:2},'deepEqual','my msg');
  show(1,1,'notStrictEqual','nm');
  show(1,2,'equal','em');
  show('abcdefghijkl','abcdefghxyzw','strictEqual','long');
try { assert.throws(() => { throw new TypeError('bad'); }, { name: 'TypeError', message: /good/ }); } catch (e) { console.log(JSON.stringify(e.message)); }
try { assert.throws(() => { throw Object.assign(new TypeError('bad'), {code: 'X'}); }, { name: 'TypeError', code: 'Y', message: 'bad' }, 'why'); } catch (e) { console.log(JSON.stringify(e.message)); }
try { assert.throws(() => { throw new TypeError('bad'); }, new Error('bad')); } catch (e) { console.log(JSON.stringify(e.message)); }
try { assert.throws(() => { throw new TypeError('bad'); }, /x/, 'msg'); } catch (e) { console.log(JSON.stringify(e.message)); }
try { assert.throws(() => { throw new TypeError('bad'); }, function check() { return 1; }); } catch (e) { console.log(JSON.stringify(e.message)); }
try { assert.throws(() => { throw new TypeError('bad'); }, RangeError, 'mm'); } catch (e) { console.log(JSON.stringify(e.message)); }
show({ a: 1, b: { c: [1, 2] } }, { b: { c: [2] } }, 'partialDeepStrictEqual');
  show([1,2,3],[1,3],'partialDeepStrictEqual');
  show(new Map([[1,2],[3,4]]), new Map([[3,4]]),'partialDeepStrictEqual');show(new Set([1,2]), new Set([2]),'partialDeepStrictEqual');
  show([1,2,3],[3,1],'partialDeepStrictEqual');
  show({}, {a: undefined}, 'partialDeepStrictEqual');
console.log(Object.keys(new assert.AssertionError({ actual: 1, expected: 2, operator: 'strictEqual' })));

}
