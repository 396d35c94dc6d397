setImmediate(() => {
  console.log("immediate 1");
  process.nextTick(() => console.log("tick"));
  Promise.resolve().then(() => console.log("promise"));
  setImmediate(() => console.log("immediate 3"));
  setTimeout(() => console.log("timeout"), 20);
});
setImmediate(() => console.log("immediate 2"));
const gone = setImmediate(() => console.log("never"));
clearImmediate(gone);
