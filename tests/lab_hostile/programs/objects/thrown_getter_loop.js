// ends: turn
// A thing that is thrown and that is no plain error.
throw Object.defineProperty(new Error('x'), 'stack', { get() { for (;;); } });
