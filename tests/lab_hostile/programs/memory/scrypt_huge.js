// ends: turn or memory or threw
require('node:crypto').scryptSync('a', 'b', 64, { N: 2 ** 30, r: 64, p: 1, maxmem: 2 ** 53 - 1 });
