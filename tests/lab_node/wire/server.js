const http = require('http');
http.createServer((req, res) => {
  const path = req.url.split('?')[0];
  if (path === '/plain') { res.write('Server Running'); res.end(); }
  else if (path === '/end') res.end('hello');
  else if (path === '/head') { res.setHeader('X-One', '1'); res.setHeader('Set-Cookie', ['a=1', 'b=2']); res.writeHead(201, 'Made', { 'content-type': 'text/plain', 'X-Two': 2 }); res.end('ok'); }
  else if (path === '/204') { res.statusCode = 204; res.end('dropped'); }
  else if (path === '/304') { res.writeHead(304, { ETag: '"x"' }); res.end(); }
  else if (path === '/length') { res.writeHead(200, { 'Content-Length': 3 }); res.write('a'); res.end('bc'); }
  else if (path === '/trailers') { res.writeHead(200, { Trailer: 'X-T' }); res.write('x'); res.addTrailers({ 'X-T': 'v' }); res.end(); }
  else if (path === '/echo') { let n = ''; req.setEncoding('utf8'); req.on('data', (d) => { n += d; }).on('end', () => res.end(`${req.method} ${n}`)); }
  else { res.statusCode = 404; res.end(); }
}).listen(Number(process.env.PORT || 3000));
