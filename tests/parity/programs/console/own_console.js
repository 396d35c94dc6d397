const { Console } = require("console");
const { Writable } = require("stream");
const lines = [];
const sink = new Writable({ write(chunk, _, done) { lines.push(String(chunk)); done(); } });
const own = new Console({ stdout: sink, stderr: sink, groupIndentation: 4, inspectOptions: { depth: 0 } });
own.log({ a: { b: 1 } });
own.group("g");
own.error("e");
own.groupEnd();
own.log("%s", "x");
console.log(lines);
console.log(typeof console.Console, console instanceof Console, Object.prototype.toString.call(console));
const { log } = console;
log("taken out");
[1, 2].forEach(console.log);
try {
  new Console({});
} catch (error) {
  console.log(error.name, error.code, error.message);
}
