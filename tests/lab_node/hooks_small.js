// Channels, addresses, threads, terminals, command lines and lines of a stream.
"use strict";

const dc = require('diagnostics_channel');
const c = dc.channel('a');
console.log(c.name, c.hasSubscribers, dc.channel('a') === c, c);
const f = (m, n) => console.log('got', m, n);
c.subscribe(f);
dc.subscribe('a', f);
c.publish({ x: 1 });
console.log(dc.hasSubscribers('a'), dc.unsubscribe('a', f), c.unsubscribe(f), c.unsubscribe(f), c.hasSubscribers);
c.subscribe(() => { throw new Error('in sub');
});
process.once('uncaughtException', (e) => console.log('uncaught', e.message));
c.publish(1);
console.log('after');
const t = dc.tracingChannel('t');
t.subscribe({ start: (m) => console.log('start', m), end: (m) => console.log('end', m.id, m.result), asyncStart: (m) => console.log('asyncStart', m), asyncEnd: (m) => console.log('asyncEnd', m), error: (m) => console.log('error', m.error.message) });
console.log(t.traceSync((a) => a + 1, { id: 1 }, null, 1));
try { t.traceSync(() => { throw new Error('q');
}, { id: 2 });
} catch (e) { console.log(e.message);
}
t.tracePromise(async () => 5, { id: 3 }).then((v) => { console.log(v);
t.traceCallback((cb) => setImmediate(cb, null, 'r'), 0, { id: 4 }, null, (e, r) => console.log('cb', r));
});
console.log(Object.keys(t), t.hasSubscribers);
const w = require('worker_threads');
console.log(w.isMainThread, w.parentPort, w.workerData, w.threadId, w.resourceLimits, w.getEnvironmentData('x'));
const net = require('net');
console.log(net.isIP('1.2.3.4'), net.isIP('::1'), net.isIP('x'), net.isIPv4('01.2.3.4'), net.isIPv6('1::2%eth0'), net.isIPv6('::ffff:1.2.3.4'), net.isIPv6('1:2:3:4:5:6:7:8'), net.isIPv6('1:::2'), net.isIP('256.1.1.1'), net.isIP(''), net.isIP(5), net.isIPv6('12345::'), net.isIPv6('::'), net.isIPv6('1:2:3:4:5:6:7'));
const tty = require('tty');
console.log(tty.isatty(0), tty.isatty(99), tty.isatty('x'));
const { parseArgs } = require('util');
console.log(parseArgs({ args: ['-f', '--bar', 'b', 'pos', '--no-color', '--n=5', '-abc', '--', '--x'], options: { f: { type: 'boolean', short: 'f' }, bar: { type: 'string' }, color: { type: 'boolean' }, n: { type: 'string', multiple: true }, a: { type: 'boolean', short: 'a' }, b: { type: 'boolean', short: 'b' }, c: { type: 'boolean', short: 'c' }, d: { type: 'string', default: 'dd' } }, allowPositionals: true, allowNegative: true }));
for (const o of [{ args: ['--nope'] }, { args: ['p'] }, { args: ['--s'], options: { s: { type: 'string' } } }, { args: ['--b=1'], options: { b: { type: 'boolean' } } }, { args: ['-z'], options: {} }, { args: ['--s', '--t'], options: { s: { type: 'string' }, t: { type: 'boolean' } } }, { args: ['--u', 'x', '-q'], strict: false }]) try { console.log(parseArgs(o));
} catch (e) { console.log(e.name, e.code, e.message);
}
console.log(parseArgs({ args: ['-f', '--bar=b', 'x'], options: { f: { type: 'boolean', short: 'f' }, bar: { type: 'string' } }, allowPositionals: true, tokens: true }).tokens);
const consumers = require('stream/consumers');
const { Readable } = require('stream');
(async () => { await new Promise((resolve) => setTimeout(resolve, 60));
 console.log(await consumers.text(Readable.from(['a', 'b'])), await consumers.json(Readable.from(['{"a":', '1}'])), await consumers.buffer(Readable.from([Buffer.from('q')])), (await consumers.arrayBuffer(Readable.from([Buffer.from('qq')]))).byteLength);
})();

const readline = require("readline");
const lines = ["Ada\none\r", "\ntwo\n", "\nq\nla", "st"];
setTimeout(() => {
const rl = readline.createInterface({ input: Readable.from(lines), output: process.stdout, prompt: "> " });
rl.question("Name? ", (name) => {
  console.log("hi", name);
  rl.setPrompt(">> ");
  rl.prompt();
  rl.on("line", (line) => console.log("line", JSON.stringify(line), rl.terminal));
  rl.on("close", async () => {
    for (const use of [() => rl.prompt(), () => rl.question("x", () => {})]) {
      try {
        use();
      } catch (error) {
        console.log(error.code, error.message);
      }
    }
    for await (const line of readline.createInterface({ input: Readable.from(["x\ny", "z\n", "w"]) })) console.log(line);
  });
});
}, 200);
