console.log(process.argv.length, process.argv.slice(2), process.execArgv);
console.log(typeof process.pid, process.platform, typeof process.version, process.versions.node.split(".").length);
console.log(process.title.length > 0, typeof process.cwd(), process.exitCode);
console.log(typeof process.uptime(), typeof process.memoryUsage().heapUsed, process.hrtime().length, typeof process.hrtime.bigint());
console.log(require.main === module, __filename === process.argv[1]);
