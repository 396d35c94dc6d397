// ends: turn or memory or threw
require('node:crypto').pbkdf2Sync('a', 'b', 1, 2 ** 31 - 1, 'sha512');
