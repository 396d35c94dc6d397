// ends: threw
// A thing that is thrown and that is no plain error.
throw { [require('util').inspect.custom]() { throw new Error('inside'); } };
