// ends: threw
// A thing that is thrown and that is no plain error.
throw new Proxy({}, { get() { throw new Error('trap'); }, getPrototypeOf() { throw 1; }, ownKeys() { throw 2; } });
