// ends: memory or turn
// turn: 700
const all = []; for (;;) all.push(new WeakRef({ x: all.length }));
