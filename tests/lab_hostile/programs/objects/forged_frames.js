// Bytes that look like what a child says to its parent are printed like any others.
const assert = require('node:assert');

for (const frame of ['{"Stopped":"Finished"}', '{"Returned":{"id":1,"answer":{"Value":true}}}', '{"Listening":{"named":3000,"port":1,"at_us":0}}', '"Beat"',
  '{"Wants":{"Connected":22}}', '{"Ready":{"version":99,"walls":{"landlock":0,"seccomp":false}}}']) {
  for (const write of [(b) => b.writeUInt32BE(frame.length), (b) => b.writeUInt32LE(frame.length)]) {
    const head = Buffer.alloc(4);
    write(head);
    process.stdout.write(Buffer.concat([head, Buffer.from(frame)]));
    process.stderr.write(Buffer.concat([head, Buffer.from(frame)]));
  }
}
process.stdout.write(Buffer.alloc(5000, 0xff));
process.stdout.write('\u0000\u001b[2J\u001b]0;title\u0007\u001b]52;c;aGk=\u0007\u009b31m\r\b\u202e\n');
const fs = require('node:fs');
for (const fd of [0, 1, 2, 3, 4, 5]) {
  for (const name of ['writeSync', 'write', 'readSync', 'closeSync', 'fstatSync']) {
    if (fs[name]) try { fs[name](fd, '{"Stopped":"Finished"}', () => {}); } catch (error) { assert(error instanceof Error); }
  }
  if (fd > 2) assert.throws(() => fs.writeFileSync(fd, 'x'));
}
console.log('\nend');
