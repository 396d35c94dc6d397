const { Readable, Writable, Transform, PassThrough, pipeline } = require('stream');
const later = (ms) => new Promise((done) => setTimeout(done, ms));
(async () => {
  const r = Readable.from(['a', 'b', 'c']);
  r.on('data', (d) => console.log('d', d)).on('end', () => console.log('end')).on('close', () => console.log('close'));
  await later(10);
  const up = new Transform({ transform(c, e, cb) { cb(null, c.toString().toUpperCase()); } });
  pipeline(Readable.from(['x', 'y']), up, new Writable({
    write(c, e, cb) { console.log('w', c.toString()); cb(); },
    final(cb) { console.log('final'); cb(); },
  }), (e) => console.log('pipeline', e));
  await later(10);
  for await (const c of new PassThrough().end('zz')) console.log('iter', c);
  const w = new Writable({ write(c, e, cb) { setImmediate(cb); }, highWaterMark: 3 });
  console.log(w.write('abcd'), w.writableLength);
  w.once('drain', () => { console.log('drain'); w.end('x', () => console.log('ended')); });
  w.on('finish', () => console.log('finish'));
  w.on('error', (e) => console.log('err', e.code, e.message));
  await later(10);
  w.write('late');
  try { for await (const c of new Readable({ read() { this.destroy(new Error('boom')); } })) console.log(c); } catch (e) { console.log('caught', e.message); }
  await require('stream/promises').pipeline(Readable.from([1, 2, 3]),
    async function* (s) { for await (const x of s) yield String(x * 2); },
    async (s) => { let t = ''; for await (const x of s) t += x; console.log('t', t); });
  const q = new Readable({ read() {} });
  q.on('readable', () => { let c; while ((c = q.read(2)) !== null) console.log('rd', c.toString()); });
  q.push('abcde'); q.push(null);
  await later(10);
  const p = new PassThrough();
  p.on('error', (e) => console.log('E', e.message)).on('close', () => console.log('closed', p.destroyed));
  p.destroy(new Error('dd'));
})();
