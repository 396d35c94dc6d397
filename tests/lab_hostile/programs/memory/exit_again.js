// ends: exited 7 or threw or turn
process.on('exit', () => process.exit(7));
process.on('beforeExit', () => setImmediate(() => process.exit(1)));
process.exit(3);
