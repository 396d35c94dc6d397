// ends: turn or exited 0
process.on('exit', () => { for (;;); });
process.exit(0);
