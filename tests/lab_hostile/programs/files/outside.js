// Every function of fs, on paths that are not the program's.
const assert = require('node:assert');
const fs = require('node:fs');

const PATHS = ['/etc/passwd', '/proc/self/maps', '/proc/self/environ', `/proc/${process.env.PARENT}/mem`,
  `/proc/${process.env.PARENT}/environ`, `/proc/${process.ppid}/cmdline`, '/dev/tty', '/dev/zero', '/dev/shm', '/tmp', '/', '/root',
  '..', '../..', '../../etc/passwd', __dirname + '/../etc/passwd', 'a/../../../etc/passwd', '/sys/kernel', '\u0000', 'a\u0000/etc/passwd',
  Buffer.from('/etc/passwd'), new URL('file:///etc/passwd'), __dirname + 'x/y', '/proc/self/cwd', '/proc/self/fd/3'];
const own = __filename;
const CALLS = {
  access: (p) => [p], appendFile: (p) => [p, 'x'], chmod: (p) => [p, 0o777], chown: (p) => [p, 1, 1], copyFile: (p) => [p, __dirname + '/copied'],
  cp: (p) => [p, __dirname + '/copied', { recursive: true }], lchown: (p) => [p, 1, 1], link: (p) => [p, __dirname + '/linked'], lutimes: (p) => [p, 1, 1],
  mkdtemp: (p) => [`${p}/`], open: (p) => [p, 'r'], opendir: (p) => [p], readFile: (p) => [p], readdir: (p) => [p],
  readlink: (p) => [p], realpath: (p) => [p], rename: (p) => [p, __dirname + '/renamed'], rm: (p) => [p, { recursive: true }],
  rmdir: (p) => [p], stat: (p) => [p], statfs: (p) => [p], symlink: (p) => [p, __dirname + '/linked'], truncate: (p) => [p, 0],
  unlink: (p) => [p], utimes: (p) => [p, 1, 1], writeFile: (p) => [p, 'x'],
};
const OUT = { copyFile: (p) => [own, p], rename: (p) => [own, p], writeFile: (p) => [p, 'x', { flag: 'wx' }], open: (p) => [p, 'w'], cp: (p) => [own, p], mkdir: (p) => [p + '/new'] };
async function main() {
  let tried = 0;
  for (const path of PATHS) {
    for (const [name, args] of [...Object.entries(CALLS), ...Object.entries(OUT)]) {
      const what = `${name} ${path}`;
      if (fs[name + 'Sync']) assert.throws(() => fs[name + 'Sync'](...args(path)), undefined, what);
      if (fs.promises[name]) await assert.rejects(async () => fs.promises[name](...args(path)), undefined, what);
      if (fs[name]) {
        await assert.rejects(new Promise((resolve, reject) => fs[name](...args(path), (error) => error ? reject(error) : resolve())), undefined, what);
      }
      tried += 1;
    }
    assert.equal(fs.existsSync(path), false, String(path));
    for (const make of [(p) => fs.createReadStream(p), (p) => fs.createWriteStream(p)]) {
      await assert.rejects(async () => {
        const stream = make(path);
        await new Promise((resolve, reject) => stream.on('error', reject).on('open', resolve).on('close', reject));
      }, undefined, String(path));
    }
    await assert.rejects(import(String(path)), undefined, String(path));
  }
  assert.deepEqual(fs.readdirSync(__dirname), ['main.js']);
  assert.equal(tried, PATHS.length * 32);
  console.log('end');
}
main();
