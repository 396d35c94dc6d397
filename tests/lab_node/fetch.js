const http = require('http');
const s = http.createServer((req, res) => {
  if (req.url === '/r') { res.writeHead(302, { Location: '/j' }); return res.end(); }
  if (req.url === '/j') { res.setHeader('Content-Type', 'application/json'); return res.end('{"a":[1,2]}'); }
  let t = ''; req.on('data', c => t += c).on('end', () => { res.statusCode = 201; res.end(req.method + t + req.headers['content-type']); });
}).listen(4010, async () => {
  const b = 'http://localhost:4010';
  let r = await fetch(b + '/r'); console.log(r.status, r.ok, r.redirected, r.url, r.headers.get('content-type'), await r.json());
  r = await fetch(b + '/x', { method: 'POST', body: JSON.stringify({ q: 1 }), headers: { 'Content-Type': 'application/json' } }); console.log(r.status, r.statusText, await r.text(), r.bodyUsed);
  r = await fetch(b + '/j'); let n = 0; for await (const c of r.body) n += c.length; console.log(n);
  try { await fetch('http://localhost:4999') } catch (e) { console.log(e.name, e.message, e.cause.code) }
  try { await fetch('/x') } catch (e) { console.log(e.message) }
  const ac = new AbortController(); ac.abort(); try { await fetch(b, { signal: ac.signal }) } catch (e) { console.log(e.name) }
  s.close(() => console.log('closed'));
});
console.log(structuredClone({ a: new Date(0), m: new Map([[1, { x: 1 }]]), arr: [1, , 3] }));
const et = new EventTarget(); et.addEventListener('x', e => console.log(e.type, e instanceof Event), { once: true }); et.dispatchEvent(new Event('x')); et.dispatchEvent(new Event('x'));
const d = new TextDecoder(); console.log(d.decode(new Uint8Array([0xc3]), { stream: true }) + d.decode(new Uint8Array([0xa9])), new TextEncoder().encode('é'));
console.log(typeof performance.now(), new Response('x').status, Response.json({a:1}).headers.get('content-type'));
require('timers/promises').setTimeout(1, 'v').then(console.log);
const { once, EventEmitter } = require('events'); const em = new EventEmitter(); once(em, 'go').then(v => console.log('once', v)); em.emit('go', 1, 2);
