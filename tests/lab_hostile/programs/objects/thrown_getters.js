// ends: threw
// A thing that is thrown and that is no plain error.
const error = new Error('x');
for (const name of ['name', 'message', 'stack', 'cause', 'code', 'constructor']) Object.defineProperty(error, name, { get() { throw error; } });
throw error;
