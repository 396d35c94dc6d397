setTimeout(() => console.log("timeout"), 0);
process.nextTick(() => console.log("tick 1"));
Promise.resolve().then(() => {
  console.log("promise 1");
  process.nextTick(() => console.log("tick in promise"));
  queueMicrotask(() => console.log("microtask in promise"));
});
queueMicrotask(() => console.log("microtask"));
process.nextTick(() => {
  console.log("tick 2");
  process.nextTick(() => console.log("tick in tick"));
  Promise.resolve().then(() => console.log("promise in tick"));
});
console.log("main");
