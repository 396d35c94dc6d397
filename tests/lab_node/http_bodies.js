const http = require('http');
http.createServer(async (req, res) => {
  if (req.url === '/die') return req.destroy();
  let n = 0; for await (const c of req) n += c.length;
  res.write('a'); setTimeout(() => res.end('b' + n), 5);
}).listen(0, function () {
  const port = this.address().port;
  const r = http.request({ port, method: 'POST', path: '/', headers: { 'Transfer-Encoding': 'chunked' } }, (res) => {
    console.log(res.statusCode, res.rawHeaders.filter((_, i) => i % 2 === 0).join());
    res.on('data', (d) => console.log(String(d))).on('end', () => { console.log('end');
      http.get({ port, path: '/die' }).on('error', (e) => { console.log(e.code, e.message);
        this.close(() => console.log('closed')); });
    });
  });
  r.write('12'); setTimeout(() => r.end('345'), 5);
});
Promise.reject(new Error('rej')).catch(e => console.log('c', e.message));
