// ends: memory or turn
// turn: 700
const all = []; for (let i = 0; ; i += 1) all.push(new Function('a' + i, 'return a' + i + '+' + '1+'.repeat(1000) + '1'));
