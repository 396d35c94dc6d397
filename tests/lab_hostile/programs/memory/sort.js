// ends: turn or memory
// turn: 1000
// memory: 256
const many = Array.from({ length: 2e6 }, (_, i) => (i * 7919) % 2e6); for (;;) many.sort().reverse();
