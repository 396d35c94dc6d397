let count = 0;
const interval = setInterval(() => {
  count += 1;
  console.log("interval", count);
  if (count === 3) clearInterval(interval);
}, 1);
const timer = setTimeout(() => console.log("refreshed"), 60);
timer.refresh();
console.log(timer.hasRef(), timer.unref().hasRef(), timer.ref().hasRef(), typeof timer[Symbol.toPrimitive]());
clearTimeout(undefined);
clearTimeout({});
clearTimeout(+setTimeout(() => console.log("never"), 1));
try {
  setTimeout("code", 1);
} catch (error) {
  console.log(error.name, error.code, error.message);
}
