// turn: 20000
// memory: 512
// ends: threw
throw 'x'.repeat(8 << 20);
