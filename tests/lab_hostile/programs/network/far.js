// Addresses off the machine, also through a redirect of the program's own server.
const assert = require('node:assert');
const http = require('node:http');

const PLACES = ['10.0.0.1', '169.254.169.254/latest/meta-data', '192.168.0.1', '8.8.8.8:53', 'example.com', 'metadata.google.internal',
  '[fe80::1]', '[2001:db8::1]', 'xn--bcher-kva.example', '127.0.0.1.nip.io', 'localhost.example.com', '255.255.255.255', '224.0.0.1',
  'a@example.com', '1.1.1.1.', 'localhost@example.com:80'];
const server = http.createServer((req, res) => {
  const at = Number(req.url.slice(1));
  res.writeHead([301, 302, 303, 307, 308][at % 5], { Location: `http://${PLACES[at]}/` });
  res.end();
});
async function main() {
  const began = Date.now();
  await new Promise((resolve) => server.listen(3000, resolve));
  for (const [at, place] of PLACES.entries()) {
    await assert.rejects(fetch(`http://${place}/`), TypeError, place);
    await assert.rejects(fetch(`http://localhost:3000/${at}`), TypeError, `redirect to ${place}`);
    const error = await new Promise((resolve, reject) => {
      try {
        http.get(`http://${place}/`).on('error', resolve).on('response', () => reject(new Error(place)));
      } catch (thrown) { resolve(thrown); }
    });
    assert(error instanceof Error, place);
  }
  await assert.rejects(fetch(`http://localhost:3000/`, { redirect: 'follow', referrer: 'http://example.com' }));
  assert(Date.now() - began < 5000, 'nothing waits for the network');
  server.close(() => console.log('end'));
}
main();
