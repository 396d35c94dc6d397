const timers = require("timers");
console.log(Object.keys(timers).sort());
console.log(timers.setTimeout === setTimeout, timers.promises === require("timers/promises"));
const timer = setTimeout(() => {}, 100);
console.log(timer.constructor.name, timer._idleTimeout, timer._repeat, timer.hasRef());
const immediate = setImmediate(() => {});
console.log(immediate.constructor.name, immediate.hasRef());
clearTimeout(timer);
clearImmediate(immediate);
if (Symbol.dispose) {
  const other = setTimeout(() => console.log("never"), 1);
  other[Symbol.dispose]();
}
