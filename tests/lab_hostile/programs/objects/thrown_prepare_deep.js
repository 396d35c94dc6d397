// ends: threw
// A thing that is thrown and that is no plain error.
Error.prepareStackTrace = (error) => new Error(error).stack; null.x;
