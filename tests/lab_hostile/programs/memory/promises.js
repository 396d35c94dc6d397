// memory: 256
// turn: 20000
// wall: 60000
// ends: finished or memory
// A million promises.
let left = 1e6; for (let i = 0; i < 1e6; i += 1) new Promise(setImmediate).then(() => { if (--left === 0) console.log("end"); });
