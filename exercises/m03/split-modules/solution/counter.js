// keep: nobody outside sees this variable
let count = 0;

// change: add one and say the new count
function increment() {
  count += 1;
  return count;
}

// read: the count as it is now
function value() {
  return count;
}

// hand out: these two and nothing else
module.exports = { increment, value };
