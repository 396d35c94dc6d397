// ends: exited 0
// turn: 5000
// memory: 128
// Bodies and queries that are bombs, to a server with the usual middleware.
const assert = require('node:assert');
const express = require('express');
const zlib = require('node:zlib');

const app = express();
app.set('query parser', 'extended');
app.use(express.json());
app.use(express.urlencoded({ extended: true }));
app.all('/', (req, res) => { res.json({ query: Object.keys(req.query).length, body: Object.keys(req.body ?? {}).length }); });
app.use((error, req, res, next) => { res.status(error.status ?? 500).end(error.type); });
app.listen(3000, async () => {
  const post = async (body, headers) => {
    const answer = await fetch('http://localhost:3000/', { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } });
    return `${answer.status} ${await answer.text()}`;
  };
  const zeros = Buffer.from(`"${'0'.repeat(20 << 20)}"`);
  for (const [name, pack] of [['gzip', zlib.gzipSync], ['deflate', zlib.deflateSync]]) {
    assert.equal(await post(pack(zeros), { 'Content-Encoding': name }), '413 entity.too.large', name);
  }
  assert.match(await post('['.repeat(50_000)), /^400 /);
  assert.match(await post('{"a":'.repeat(20_000)), /^400 /);
  assert.match(await post('['.repeat(30_000) + ']'.repeat(30_000)), /^(400|200|500) /);
  assert.match(await post(`{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}`), /^200 /);
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  assert.match(await post('a'.padEnd(90_000, '[a]') + '=1', form), /^(400|413|200) /);
  assert.match(await post('a&'.repeat(5_000), form), /^413 /);
  assert.match(await post('__proto__[polluted]=1&constructor[prototype][polluted]=1', form), /^200 /);
  assert.match(await post(Array.from({ length: 900 }, (_, i) => `a[${i * 99991}]=1`).join('&'), form), /^(200|4..) /);
  for (const query of ['a' + '[a]'.repeat(2_000) + '=1', 'a[]=1&'.repeat(1_500), '__proto__[polluted]=1', 'a[__proto__][polluted]=1', 'a[999999999]=1', '%'.repeat(5_000), '%00%ff%c0']) {
    const answer = await fetch(`http://localhost:3000/?${query}`);
    assert([200, 400, 414, 431].includes(answer.status), `${answer.status} ${query.slice(0, 20)}`);
  }
  assert.equal({}.polluted, undefined);
  for (const bad of [`/${'x'.repeat(1 << 20)}`, `/?${'x'.repeat(1 << 20)}`]) {
    const answer = await fetch(`http://localhost:3000${bad}`).catch((error) => ({ status: error.message }));
    assert([431, 414, 'fetch failed'].includes(answer.status), String(answer.status));
  }
  const headers = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`x-${i}`, 'x']));
  const answer = await fetch('http://localhost:3000/', { headers }).catch((error) => ({ status: error.message }));
  assert([431, 'fetch failed'].includes(answer.status), String(answer.status));
  assert.equal((await fetch('http://localhost:3000/')).status, 200);
  console.log('end');
  process.exit(0);
});
