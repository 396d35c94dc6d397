// ends: turn or memory
// turn: 1500
// Empty files cost nothing but their names.
const fs = require('node:fs');
const name = 'n'.repeat(200);
for (let i = 0; ; i += 1) {
  try { fs.writeFileSync(`/app/${name}${i}`, ''); } catch { /* and on */ }
}
