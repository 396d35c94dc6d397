const { Writable } = require("stream");
const slow = new Writable({ highWaterMark: 4, write(chunk, _, done) { setTimeout(done, 1); } });
console.log(slow.write("ab"), slow.write("cd"), slow.writableLength, slow.writableNeedDrain);
slow.on("drain", () => { console.log("drain", slow.writableLength); slow.end("x"); });
slow.on("finish", () => console.log("finish", slow.writableFinished, slow.writableEnded));
slow.on("close", () => console.log("close", slow.closed));
console.log(slow.writableHighWaterMark, slow.writableObjectMode);
