const crypto = require('crypto');
const { pipeline } = require('stream');
const { promisify } = require('util');
for (const name of ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3-256', 'sha512-256', 'RSA-SHA1', 'SHA256']) {
  console.log(name, crypto.createHash(name).update('héllo').update(Buffer.from([1, 2])).digest('hex'));
  console.log(name, crypto.createHmac(name, 'key').update('6869', 'hex').digest('base64url'));
}
const hash = crypto.createHash('sha256').update('a');
console.log(hash.copy().update('b').digest('hex'), hash.digest('latin1').length);
for (const size of [0, 20, 64, 200]) console.log(crypto.createHmac('sha512', 'k'.repeat(size)).update('x').digest('hex').slice(0, 20));
const key = crypto.createSecretKey('secret', 'utf8');
console.log(key.type, key.symmetricKeySize, key.export(), crypto.createHmac('sha256', key).update('x').digest('hex'));
console.log(crypto.pbkdf2Sync('pässword', 'salt', 1000, 40, 'sha512').toString('hex'));
console.log(crypto.scryptSync('password', Buffer.from('salt'), 64, { N: 1024, r: 8, p: 2 }).toString('hex'));
console.log(crypto.scryptSync('password', 'NaCl', 32).toString('hex'));
console.log(Buffer.from(crypto.hkdfSync('sha512', 'key', 'salt', 'info', 100)).toString('hex'));
const through = crypto.createHash('md5');
through.setEncoding('hex');
through.on('data', (text) => console.log('stream', text)).on('end', () => later());
through.write('abc');
through.end('def');
async function later() {
  const writable = crypto.createHash('sha1');
  await promisify(pipeline)(require('stream').Readable.from(['one', 'two']), writable);
  console.log(writable.read().toString('hex'));
  console.log((await promisify(crypto.scrypt)('p', 's', 16)).toString('hex'));
  console.log((await promisify(crypto.pbkdf2)('p', 's', 5, 16, 'sha256')).toString('hex'));
  console.log((await promisify(crypto.randomBytes)(8)).length, crypto.randomFillSync(Buffer.alloc(4)).length);
  console.log(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(globalThis.crypto.randomUUID()));
  let low = 0;
  for (let at = 0; at < 200; at += 1) {
    const value = crypto.randomInt(10, 13);
    if (value < 10 || value > 12 || !Number.isInteger(value)) console.log('wrong', value);
    if (value === 10) low += 1;
  }
  console.log(low > 0 && low < 200, crypto.getRandomValues(new Uint16Array(3)).length);
  for (const name of ['SHA-1', 'SHA-256', 'sha-384', { name: 'SHA-512' }]) {
    console.log(Buffer.from(await globalThis.crypto.subtle.digest(name, new TextEncoder().encode('x'))).toString('hex'));
  }
}
