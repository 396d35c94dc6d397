// ends: wall or turn
// wall: 700
process.on('beforeExit', () => setImmediate(() => {}));
