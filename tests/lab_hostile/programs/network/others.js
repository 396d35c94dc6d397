// PORT is a server of this machine that is not the program's: no name and no way leads to it.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');

const port = Number(process.env.PORT);
const HOSTS = ['127.0.0.1', 'localhost', '127.1', '0.0.0.0', '0', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f000001',
  'LOCALHOST', 'localhost.', 'a.localhost', 'user:secret@127.0.0.1', '127.0.0.1:1@127.0.0.1', '127.0.0.2', '[::]'];
const failed = (make) => new Promise((resolve, reject) => {
  const request = make();
  request.on('error', resolve).on('response', () => reject(new Error('it answered'))).on('connect', () => reject(new Error('it is connected')));
  request.end();
});
async function main() {
  for (const host of HOSTS) {
    await assert.rejects(fetch(`http://${host}:${port}/`), undefined, host);
    await assert.rejects(async () => { await failed(() => http.get(`http://${host}:${port}/`)); throw new Error('refused'); }, /refused|Invalid|invalid/, host);
    const name = host.replace(/^.*@/, '').replace(/[[\]]/g, '');
    await failed(() => http.request({ host: name, port, path: '/', setHost: false }));
    await failed(() => http.request({ hostname: name, port, path: `http://${host}:${port}/`, method: 'CONNECT' }));
  }
  for (const call of [() => net.connect(port), () => net.createConnection({ port }), () => net.createServer(), () => new net.BlockList()]) {
    assert.throws(call, { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' });
  }
  await failed(() => http.request({ socketPath: '/var/run/docker.sock' }));
  for (const scheme of ['https', 'ftp', 'file', 'ws', 'data', 'blob']) {
    await assert.rejects(fetch(`${scheme}://127.0.0.1:${port}/`), undefined, scheme);
  }
  // Ten at once, and one in a header.
  const many = await Promise.allSettled(Array.from({ length: 100 }, () => fetch(`http://127.0.0.1:${port}`)));
  assert(many.every((one) => one.status === 'rejected'));
  await assert.rejects(fetch(`http://127.0.0.1:${port}/`, { headers: { host: `127.0.0.1:${port}` } }));
  console.log('end');
}
main();
