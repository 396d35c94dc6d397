// ends: memory or threw
require('node:crypto').randomBytes(2 ** 31 - 1);
