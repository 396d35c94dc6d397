// ends: threw
// A thing that is thrown and that is no plain error.
(async () => ({ then() { throw new Proxy({}, { get() { throw 1; } }); } }))();
