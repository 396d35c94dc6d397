console.log("start");
setTimeout(() => console.log("timer"), 1);
process.nextTick(() => console.log("tick"));
Promise.resolve().then(() => console.log("promise"));
await null;
console.log("after await");
await new Promise((resolve) => setTimeout(resolve, 5));
console.log("end");
