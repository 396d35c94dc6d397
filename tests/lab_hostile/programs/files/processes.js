// Ways to another process: each is refused by name, or is not there.
const assert = require('node:assert');

for (const name of ['dgram', 'inspector', 'repl', 'wasi', 'node:inspector/promises', 'node:sea']) {
  assert.throws(() => require(name), Error, name);
}
for (const name of ['child_process', 'cluster', 'tls', 'https', 'http2', 'v8', 'vm', 'dns', 'worker_threads']) {
  const module = require(name);
  for (const [called, value] of Object.entries(module)) {
    // Classes that say something true of the lab, and texts, are harmless.
    if (typeof value !== 'function' || !/^(exec|spawn|fork|setup|disconnect|connect|create|get$|request|Worker|Server|TLSS|Message|Broad|setFlags|writeHeap|getHeapSnap|startup|resolve|run|compile|Script)/.test(called)) continue;
    assert.throws(() => value('sh', () => {}), { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' }, `${name} ${called}`);
  }
}
const threads = require('worker_threads');
assert.throws(() => new threads.Worker('1', { eval: true }));
for (const name of ['binding', '_linkedBinding', 'dlopen', 'execve', 'kill', 'abort', '_kill', '_debugProcess',
  '_startProfilerIdleNotifier', 'setuid', 'setgid', 'setgroups', 'initgroups', 'chroot', 'reallyExit', 'loadEnvFile']) {
  if (process[name] === undefined) continue;
  if (['abort', 'reallyExit'].includes(name)) continue;
  assert.throws(() => process[name](process.ppid, 'SIGKILL'), undefined, name);
  assert.throws(() => process[name]('fs'), undefined, name);
}
for (const path of ['./addon.node', '/lib/x86_64-linux-gnu/libc.so.6', '/proc/self/exe', '/dev/zero', '../out.js', '/etc/passwd']) {
  assert.throws(() => require(path), undefined, path);
}
for (const name of ['internal/boot', 'node:internal/boot', 'internal/core', '/internal/boot', 'internal/modules']) {
  assert.throws(() => require(name), undefined, name);
}
console.log('end');
