// ends: threw or memory or turn
// turn: 2000
new Array(2 ** 32 - 1).fill(0);
