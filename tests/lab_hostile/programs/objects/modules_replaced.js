// ends: finished or threw
// The functions of the core modules are replaced.
const out = process.stdout.write.bind(process.stdout);
const http = require('node:http');
for (const name of ['events', 'stream', 'util', 'buffer', 'url', 'path', 'fs', 'timers', 'assert', 'module', 'string_decoder', 'net', 'zlib', 'crypto', 'async_hooks']) {
  const module = require(name);
  for (const key of Object.keys(module)) {
    try { module[key] = () => { throw new Error(`${name}.${key}`); }; } catch { /* frozen */ }
  }
  for (const key of Reflect.ownKeys(module.prototype ?? {})) {
    try { module.prototype[key] = null; } catch { /* frozen */ }
  }
}
require.cache = null;
out('end\n');
