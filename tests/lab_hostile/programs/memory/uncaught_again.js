// ends: threw or turn or exited 7
// Whoever handles errors by throwing.
process.on('uncaughtException', () => { throw new Error('again'); });
throw new Error('first');
