// ends: threw
// A thing that is thrown and that is no plain error.
Error.prepareStackTrace = () => ({ toString() { throw 1; } }); null.x;
