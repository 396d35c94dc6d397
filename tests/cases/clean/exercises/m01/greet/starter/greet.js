// Step: take a name and hand a greeting back.
exports.greet = () => {};
