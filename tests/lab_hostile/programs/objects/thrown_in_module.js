// ends: threw
// A thing that is thrown and that is no plain error.
module.exports = new Proxy({}, { get() { throw new Error('x'); } }); require('./main.js').x;
