// The folder of the disk has links that lead out: none is followed, and nothing is made outside.
const assert = require('node:assert');
const fs = require('node:fs');

for (const path of ['link', 'folder/secret', 'folder', 'dangling', '../outside/secret', '../outside', 'proc/environ', 'proc/cwd', 'device',
  '/proc/self/root/etc/passwd', `/proc/${process.env.PARENT}/environ`, '/etc/passwd', 'loop']) {
  for (const call of [
    () => fs.readFileSync(path), () => fs.openSync(path), () => fs.writeFileSync(path, 'x'), () => fs.appendFileSync(path, 'x'),
    () => fs.readdirSync(path), () => fs.statSync(path), () => fs.realpathSync(path), () => fs.truncateSync(path),
    () => fs.copyFileSync(path, 'copied'), () => fs.copyFileSync('main.js', path + '/x'), () => fs.renameSync('main.js', path + '/x'),
    () => fs.cpSync(path + '/.', 'copied', { recursive: true }), () => fs.mkdirSync(path + '/new', { recursive: true }),
    () => require(fs.realpathSync('.') + '/' + path),
  ]) {
    assert.throws(call, undefined, `${path} ${call}`);
  }
}
// A link that the program might make.
for (const make of [() => fs.symlinkSync('/etc/passwd', 'made'), () => fs.linkSync('/etc/passwd', 'made'), () => fs.linkSync('../outside/secret', 'made')]) {
  assert.throws(make, undefined, String(make));
}
assert.equal(fs.existsSync('made'), false);
assert.equal(fs.existsSync('copied'), false);
console.log('end');
