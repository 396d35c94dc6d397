// ends: output
// turn: 20000
// One line that is longer than all that may be printed.
console.log('x'.repeat(20 << 20));
