// ends: memory or turn
// turn: 700
const o = {}; for (let i = 0; ; i += 1) o['x' + i] = i;
