// ends: turn or memory or threw
require('node:crypto').scryptSync('a', 'b', 64, { N: 2 ** 20, r: 8, p: 1000, maxmem: 2 ** 40 });
