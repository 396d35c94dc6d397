// ends: threw or memory or turn
// turn: 500
new Array(2 ** 32 - 1).join('xxxxxxxx');
