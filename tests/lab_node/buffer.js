const b = Buffer.from('héllo'); console.log(b, b.toString(), b.toString('hex'), b.toString('base64'), b.length, Buffer.concat([b, Buffer.from([1])]), JSON.stringify(b));
console.log(Buffer.byteLength('€'), Buffer.alloc(3,'ab'), b.indexOf('l'), b.slice(1,3), b.equals(Buffer.from('héllo')), Buffer.from('68690a','hex').toString(), Buffer.isBuffer(b), Buffer.compare(Buffer.from('a'),Buffer.from('b')));
const { StringDecoder } = require('string_decoder'); const sd = new StringDecoder('utf8'); console.log(sd.write(Buffer.from([0xe2,0x82])), sd.write(Buffer.from([0xac])), sd.end());
console.log(b.readUInt16BE(0), Buffer.alloc(8).writeDoubleLE(1.5), Buffer.from([1,2,3]).map(x=>x*2), [...b.entries()].length);
try { Buffer.from(5) } catch (e) { console.log(e.message) }
try { Buffer.alloc(2).readInt32LE(0) } catch (e) { console.log(e.name, e.code, e.message) }
