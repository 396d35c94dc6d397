// A small application on the real fastify of npm.

const f = require('fastify')();
f.get('/', async () => ({ hello: 1 }));
f.post('/p', { schema: { body: { type: 'object', required: ['a'], properties: { a: { type: 'integer' } } } } }, async (r) => r.body);
f.listen({ port: 0 }).then(async (u) => { for (const [p, o] of [['/', {}], ['/p', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":5}' }], ['/p', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }]]) { const r = await fetch(`http://localhost:${f.server.address().port}` + p, o);
console.log(r.status, await r.text());
} const i = await f.inject('/');
console.log(i.statusCode, i.body);
await f.close();
}, (e) => console.log('failed', e));
