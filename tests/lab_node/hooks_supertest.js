// Requests with expectations, as the package supertest has them.
const request = require('supertest'); const http = require('http'); const assert = require('assert');
const app = (req, res) => { let b=''; req.on('data', d => b += d); req.on('end', () => {
  if (req.url === '/redirect') { res.writeHead(302, { Location: '/final' }); return res.end(); }
  if (req.url === '/cookie') { res.setHeader('Set-Cookie', ['a=1; Path=/; HttpOnly', 'b=2']); return res.end('set'); }
  if (req.url === '/text') { res.setHeader('Content-Type', 'text/plain; charset=utf-8'); return res.end('hello'); }
  if (req.url === '/err') { res.statusCode = 500; return res.end('bad'); }
  if (req.url === '/empty') { res.statusCode = 204; return res.end(); }
  if (req.url === '/bin') { res.setHeader('Content-Type', 'application/octet-stream'); return res.end(Buffer.from([1,2,3])); }
  if (req.url === '/badjson') { res.setHeader('Content-Type', 'application/json'); return res.end('{x'); }
  if (req.url === '/form') { res.setHeader('Content-Type', 'application/x-www-form-urlencoded'); return res.end('a=1&b=2'); }
  res.setHeader('Content-Type', 'application/json'); res.setHeader('X-A', 'yes'); const h = { ...req.headers }; delete h.host; delete h['accept-encoding']; if (h['content-type']) h['content-type'] = h['content-type'].replace(/boundary=.*/, 'boundary'); res.end(JSON.stringify({ method: req.method, url: req.url, headers: h, body: b.replace(/-{10,}\w+/g, 'B') })); }); };
const show = async (name, p) => { try { const r = await p; console.log(name, r.status, JSON.stringify(r.body), JSON.stringify(r.text)); } catch (e) { console.log(name, 'ERR', e.name, JSON.stringify(e.message), e.status, Object.keys(e).join(), e.code); } };
(async () => {
  await show('get', request(app).get('/x').query({ q: 'a b', n: [1, 2] }).query('z=1').set('X-Q', '1').set({ A: 'b' }));
  await show('post json', request(app).post('/x').send({ a: 1 }).send({ b: 2 }));
  await show('post form', request(app).post('/x').type('form').send({ a: 1, b: 'x y', c: [1, 2] }).send('d=4'));
  await show('post str', request(app).post('/x').send('k=v').send('l=w'));
  await show('post text', request(app).post('/x').set('Content-Type', 'text/plain').send('plain'));
  await show('put arr', request(app).put('/x').send([1, 2]));
  await show('patch', request(app).patch('/x').send({}).accept('json').auth('u', 'p'));
  await show('bearer', request(app).delete('/x').auth('tok', { type: 'bearer' }));
  await show('del', request(app).del('/x')); await show('head', request(app).head('/x')); await show('options', request(app).options('/x'));
  await show('redirect', request(app).get('/redirect')); await show('redirects', request(app).get('/redirect').redirects(1));
  await show('err', request(app).get('/err')); await show('empty', request(app).get('/empty')); await show('text', request(app).get('/text')); await show('form', request(app).get('/form')); await show('badjson', request(app).get('/badjson'));
  await show('bin', request(app).get('/bin'));
  await show('attach', request(app).post('/x').field('name', 'v').attach('file', Buffer.from('data'), 'a.txt'));
  const e = (n, f) => show(n, f(request(app).get('/x')));
  await e('e200', (t) => t.expect(200)); await e('e201', (t) => t.expect(201)); await e('e ok body', (t) => t.expect(200, /method/)); await e('e body', (t) => t.expect(200, { a: 1 }));
  await e('e header', (t) => t.expect('X-A', 'no')); await e('e header re', (t) => t.expect('x-a', /no/)); await e('e header missing', (t) => t.expect('x-missing', 'q')); await e('e header ok', (t) => t.expect('Content-Type', /json/)); await e('header num', (t) => t.expect('X-A', 5));
  await e('e re body', (t) => t.expect(/zzz/)); await e('e arr', (t) => t.expect([200, 201])); await e('e arr no', (t) => t.expect([400, 401])); await e('fn', (t) => t.expect((r) => { if (r.status === 200) throw new Error('from fn'); })); await e('fn ret', (t) => t.expect(() => new Error('ret'))); await e('fn str', (t) => t.expect(() => 'str'));
  await show('text body', request(app).get('/text').expect('hello')); await show('text body no', request(app).get('/text').expect('other')); await show('text 200 body', request(app).get('/text').expect(200, 'hell'));
  await show('err 200', request(app).get('/err').expect(200))
  const r = await request(app).get('/cookie'); console.log(r.headers['set-cookie'], r.get('Set-Cookie'), r.type, r.charset, r.ok, r.statusCode, r.statusType, r.redirects, r.error, r.header === r.headers);
  const r2 = await request(app).get('/err'); console.log(r2.error.message, r2.error.status, r2.error.text, r2.error.method, r2.error.path, r2.serverError, r2.clientError, r2.ok, r2.notFound);
  const agent = request.agent(app); await agent.get('/cookie'); const c = await agent.get('/who'); console.log(c.body.headers.cookie); 
  request(app).get('/text').expect(200, 'hello', (err, res) => { console.log('cb', err, res.text);
   request(app).get('/text').expect(404).end((err, res) => { console.log('end', err.message, res.status, err.stack.split('\n').length > 1);
    const server = http.createServer(app).listen(0, async () => { await show('server', request(server).get('/text')); await show('url', request(`http://127.0.0.1:${server.address().port}`).get('/text')); console.log(request(server).get('/y').url.replace(/\d+\/y/, 'P/y'), typeof request.Test, typeof request.agent); server.close(); await show('refused', request('http://127.0.0.1:1').get('/')); });
   }); });
})();
