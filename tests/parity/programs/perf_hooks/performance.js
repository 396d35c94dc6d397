const { performance: own } = require("perf_hooks");
console.log(own === performance, typeof performance.now(), typeof performance.timeOrigin, performance.now() <= performance.now());
