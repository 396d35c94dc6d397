// ends: threw
// A thing that is thrown and that is no plain error.
throw Object.assign(new Error('x'), { stack: 7, message: { toString() { return {}; } }, name: [] });
