const assert = require('assert'), fs = require('fs');
for (const f of [()=>assert.strictEqual(1,2), ()=>assert(0,'msg'), ()=>assert.deepStrictEqual({a:1},{a:1}), ()=>assert.deepEqual([1,'2'],[1,2]), ()=>assert.throws(()=>{throw new TypeError('x')}, TypeError), ()=>assert.throws(()=>{}), ()=>assert.equal(1,2), ()=>assert.notStrictEqual(1,1)]) {
  try { f(); console.log('ok') } catch (e) { console.log(e.name, e.code, JSON.stringify(e.message)) } }
assert.rejects(Promise.reject(new Error('q')), /q/).then(()=>console.log('rejected'));
try { fs.readFileSync('/nope/x') } catch (e) { console.log(e.code, e.message, e.errno) }
console.log(require('util').isDeepStrictEqual(new Map([[1,{a:1}]]), new Map([[1,{a:1}]])));
console.log(fs.existsSync(__filename), typeof fs.readFileSync(__filename,'utf8'));
