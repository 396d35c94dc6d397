const http = require('http');
const server = http.createServer((req, res) => {
  if (req.url === '/') { res.write('Server Running'); res.end(); return; }
  if (req.url === '/json') { res.writeHead(201, {'Content-Type':'application/json'}); res.end(JSON.stringify({ok:true, m:req.method})); return; }
  if (req.url === '/echo') { const parts=[]; req.on('data', c=>parts.push(c)); req.on('end', ()=>{ res.setHeader('X-Len', Buffer.concat(parts).length); res.end(Buffer.concat(parts)); }); return; }
  if (req.url === '/late') { res.end('x'); try { res.setHeader('a','b') } catch (e) { console.log(e.code, e.message) } return; }
  if (req.url === '/204') { res.statusCode=204; res.end(); return; }
  res.statusCode = 404; res.end('nope');
});
server.on('close', () => console.log('closed'));
server.listen(3000, () => { console.log('listening', server.address());
  const get = (o, body) => new Promise((ok, bad) => { const r = http.request({port:3000, ...o}, (res) => { let t=''; res.setEncoding('utf8'); res.on('data', d=>t+=d); res.on('end', ()=>{ const h={...res.headers}; delete h.date; ok([res.statusCode, res.statusMessage, h, t]) }) }); r.on('error', bad); r.end(body); });
  (async () => {
    console.log(await get({path:'/'}));
    console.log(await get({path:'/json', method:'DELETE'}));
    console.log(await get({path:'/echo', method:'POST'}, 'héllo'));
    console.log(await get({path:'/late'}), await get({path:'/204'}), await get({path:'/x', method:'HEAD'}));
    try { await get({port:3999}) } catch (e) { console.log(e.code, e.syscall) }
    server.close();
  })();
});
http.createServer(()=>{}).on('error', e => console.log(e.code, e.message)).listen(3000);
const u = new URL('http://user:pw@example.com:8080/a/b?x=1&y=2#h'); console.log(u, u.searchParams.get('y')); u.searchParams.append('z','a b'); console.log(u.href, new URLSearchParams({a:1,b:'ü'}).toString(), new URL('../c', 'http://x/y/z/').href);
try { new URL('nope') } catch (e) { console.log(e.code, e.message, e.input) }
console.log(require('url').parse('/p/q?x=1').pathname);
