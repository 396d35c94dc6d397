// Yours: what is kept about refresh tokens.
exports.tokens = new Map();
