// ends: memory
// turn: 20000
// A bomb that unpacks to more than there is.
const zlib = require('node:zlib');
const packed = [];
const gzip = zlib.createGzip();
const zeros = Buffer.alloc(1 << 20);
let count = 0;
gzip.on('data', (piece) => packed.push(piece)).on('end', () => { zlib.gunzipSync(Buffer.concat(packed)); });
const more = () => (count++ < 200 ? gzip.write(zeros, more) : gzip.end());
more();
