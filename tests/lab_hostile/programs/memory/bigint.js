// ends: turn or memory or threw
// turn: 1000
let a = 3n; for (;;) a *= a;
