const zlib = require('zlib');
const { promisify } = require('util');
const { pipeline, Readable, Writable } = require('stream');
const text = 'a line that is not short\n'.repeat(40000);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
async function main() {
  for (const [pack, unpack] of [['gzip', 'gunzip'], ['deflate', 'inflate'], ['deflateRaw', 'inflateRaw'], ['gzip', 'unzip'], ['deflate', 'unzip']]) {
    const packed = await promisify(zlib[pack])(text);
    console.log(pack, unpack, packed.length < 10000, (await promisify(zlib[unpack])(packed)).toString() === text);
    const small = zlib[`${pack}Sync`](Buffer.from('x'), { level: 9, chunkSize: 64 });
    console.log(zlib[`${unpack}Sync`](small).toString());
  }
  const packed = zlib.gzipSync(text);
  // A slow reader: what is unpacked waits.
  const gunzip = zlib.createGunzip();
  gunzip.end(packed);
  await wait(20);
  console.log('waiting', gunzip.readableLength < 200000, gunzip.readableLength > 0);
  let length = 0;
  for await (const piece of gunzip) length += piece.length;
  console.log(length === text.length, gunzip.bytesWritten === packed.length);
  // A byte at a time.
  const bytes = Readable.from((function* () { for (const byte of zlib.gzipSync('byte by byte')) yield Buffer.from([byte]); })());
  const pieces = [];
  await promisify(pipeline)(bytes, zlib.createUnzip(), new Writable({ write(piece, _, next) { pieces.push(piece); next(); } }));
  console.log(Buffer.concat(pieces).toString());
  const gzip = zlib.createGzip();
  const out = zlib.createGunzip();
  out.setEncoding('utf8');
  gzip.pipe(out);
  out.on('data', (piece) => console.log('data', piece));
  gzip.write('first');
  await new Promise((done) => gzip.flush(done));
  await wait(10);
  console.log('flushed');
  gzip.end('second');
  await new Promise((done) => out.on('end', done));
  for (const wrong of ['abc', packed.subarray(0, 30), Buffer.alloc(0)]) {
    const stream = zlib.createGunzip();
    stream.on('data', (piece) => console.log('piece', piece.length));
    const error = await new Promise((done) => stream.on('error', done).on('end', () => done('no error')).end(wrong));
    console.log(error.message, error.code, error.errno, stream.destroyed);
    await promisify(zlib.gunzip)(wrong).catch((e) => console.log(e.message, e.code));
  }
  console.log(zlib.codes.Z_DATA_ERROR, zlib.codes['-3'], zlib.constants.Z_SYNC_FLUSH, zlib.createGzip() instanceof zlib.Gzip);
  const closed = zlib.createInflate();
  closed.close(() => console.log('closed', closed.destroyed));
}
main();
