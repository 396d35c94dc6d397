function outer() {
  inner();
}
function inner() {
  throw new Error("here");
}
try {
  outer();
} catch (error) {
  const lines = error.stack.split("\n").slice(0, 3).map((line) => line.replace(__filename, "FILE"));
  console.log(lines.join("\n"));
}
class Thing {
  constructor() {
    this.stack = new Error("in class").stack;
  }
  method() {
    return new Error("in method").stack;
  }
  static make() {
    return new Error("in static").stack;
  }
}
for (const stack of [new Thing().stack, new Thing().method(), Thing.make()]) {
  console.log(stack.split("\n").slice(0, 2).map((line) => line.replace(__filename, "FILE")).join("\n"));
}
const holder = {};
Error.captureStackTrace(holder);
console.log(typeof holder.stack, Error.stackTraceLimit);
console.log(Object.getOwnPropertyDescriptor(new Error("x"), "message"), Object.keys(new Error("x")));
