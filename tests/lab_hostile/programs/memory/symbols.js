// ends: memory or turn
// turn: 700
for (let i = 0; ; i += 1) Symbol.for('x'.repeat(1000) + i);
