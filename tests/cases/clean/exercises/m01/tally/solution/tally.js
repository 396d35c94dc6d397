function makeTally() {
  let count = 0;
  return () => {
    count += 1;
    return count;
  };
}

exports.first = makeTally();
exports.second = makeTally();
