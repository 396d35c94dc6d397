const os = require("os");
console.log(JSON.stringify(os.EOL), typeof os.cpus().length, os.platform(), typeof os.totalmem(), typeof os.hostname(), typeof os.tmpdir(), os.type());
