function makeTally() {
  const kept = { count: 0 };
  return () => ++kept.count;
}

exports.first = makeTally();
exports.second = makeTally();
