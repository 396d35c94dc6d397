const EventEmitter = require('events');
class Door extends EventEmitter {}
const d = new Door();
d.on('open', function (who) { console.log('open', who, this === d); });
d.prependListener('open', () => console.log('first'));
d.once('open', () => console.log('once'));
console.log(d.emit('open', 'x'), d.emit('open', 'y'), d.emit('none'), d.listenerCount('open'), d.eventNames());
try { d.emit('error', new Error('bad')); } catch (e) { console.log(e.message); }
try { d.emit('error', { a: 1 }); } catch (e) { console.log(e.code, e.message); }
try { d.on('x', 5); } catch (e) { console.log(e.name, e.code, e.message); }
d.on('newListener', (n) => console.log('new', n)); d.on('late', () => {}); d.off('late', () => {}); d.removeAllListeners('open'); console.log(d.listeners('open'));
process.on('exit', (c) => console.log('exit', c, process.exitCode));
process.on('beforeExit', () => console.log('beforeExit'));
process.on('unhandledRejection', (r) => console.log('unhandled', r.message));
process.on('uncaughtException', (e, o) => { console.log('uncaught', e.message, o); process.exitCode = 3; });
Promise.reject(new Error('r1'));
setTimeout(() => { throw new Error('t1'); }, 1);
process.nextTick(() => console.log('tick')); queueMicrotask(() => console.log('micro'));
process.stdout.write('no newline|'); process.stdout.write('done\n');
console.log(typeof process.hrtime.bigint(), process.argv.length, process.platform, typeof process.memoryUsage().rss, process.uptime() >= 0);
const t = setInterval(() => { console.log('interval'); clearInterval(t); }, 1);
const never = setTimeout(() => console.log('never'), 1); clearTimeout(never);
setTimeout((a, b) => console.log(a, b), 5, 'x', 'y').unref(); setTimeout(() => {}, 8);
