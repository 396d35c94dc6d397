// money: cents to a text with two decimals
// time: seconds to ISO 8601

// one row, and the rows of its items
exports.toOrder = (row, items) => ({ ...row, items });
