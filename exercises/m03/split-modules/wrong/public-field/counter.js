const counter = {
  count: 0,
  increment() {
    counter.count += 1;
    return counter.count;
  },
  value() {
    return counter.count;
  },
};

module.exports = counter;
