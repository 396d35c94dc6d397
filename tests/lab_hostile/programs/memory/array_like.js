// ends: threw or memory or turn
Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);
