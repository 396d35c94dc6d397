console.log('hi', 1, {a:1,b:'x',c:[1,2,3],d:{e:{f:{g:1}}}}, [1,,3], null, undefined, true, Symbol('x'), 10n, -0);
console.log(new Map([[1,{a:2}],['b',[1]]]), new Set([1,'a']), new Error('boom').message, function foo(){}, class A extends Map {}, new Date(0), /x/g);
console.log([1.5,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,100,200,300]);
console.log(Array.from({length:120},(_, i)=>i));
console.log(['apple','banana','cherry','date','elderberry','fig','grape','honeydew']);
class P { constructor(){ this.x=1; this.self=this; } get y(){return 1} }
console.log(new P(), Object.create(null), {get a(){return 1}, set a(v){}, get b(){return 2}});
console.log(Promise.resolve(4), Promise.reject(new Error('x')).catch(()=>{}) && 1, new Promise(()=>{}));
console.log('%s is %d and %i %f %j %o %O %%', 'a', 1.5, '42abc', '1.5', {a:1}, [1], {b:{c:{}}}, 'extra');
console.log({name:'a long enough name', description:'a long enough description', tags:['x','y','z'], nested:{deep:{deeper:{deepest:1}}}});
console.table([{a:1,b:'x'},{a:2,c:true}]);
console.group('G'); console.log('in\nside'); console.groupEnd(); console.log('out');
console.count(); console.count('x'); console.count();
console.assert(false, 'no %s', 'way'); console.error('err');
process.on('exit', (c)=>console.log('exit', c));
console.log(new (require('events'))());
try { require('./nope') } catch (e) { console.log(e.code, e.message.split('\n')[0]) }
try { null.x } catch (e) { console.log(e instanceof TypeError) }
console.log(typeof require, module.id, __filename.split('/').pop(), require.main === module);
console.log(Buffer === undefined);
