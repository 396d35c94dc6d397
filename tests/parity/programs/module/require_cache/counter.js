global.counted = (global.counted ?? 0) + 1;
exports.count = global.counted;
