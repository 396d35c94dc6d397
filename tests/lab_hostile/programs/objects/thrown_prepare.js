// ends: threw
// A thing that is thrown and that is no plain error.
Error.prepareStackTrace = () => { throw new Error('inside'); }; throw new Error('x');
