// Step: a function that makes tallies.
exports.first = () => {};
exports.second = () => {};
