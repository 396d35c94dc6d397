// ends: threw
// A thing that is thrown and that is no plain error.
const error = new Error('x'); error.cause = error; throw new AggregateError([error, error], 'y', { cause: error });
