// ends: output
// turn: 20000
// memory: 512
// An error whose message is longer than all that may be printed.
throw new Error('x'.repeat(8 << 20));
