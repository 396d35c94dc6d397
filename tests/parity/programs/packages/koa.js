// A small application on the real koa of npm.

const Koa = require('koa');
const http = require('http');
const app = new Koa();
app.use(async (ctx, next) => { const t = 1;
await next();
ctx.set('X-T', String(t));
});
app.use(async (ctx) => { if (ctx.path === '/err') ctx.throw(418, 'teapot');
if (ctx.path === '/json') { ctx.body = { a: 1 };
return;
} ctx.body = `hello ${ctx.query.n}`;
});
app.silent = true;
const s = app.listen(0, async () => { const b = `http://localhost:${s.address().port}`;
for (const p of ['/?n=1', '/json', '/err']) { const r = await fetch(b + p);
console.log(r.status, r.headers.get('content-type'), r.headers.get('x-t'), await r.text());
} s.close();
});
