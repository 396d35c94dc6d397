// ends: threw
// A thing that is thrown and that is no plain error.
process.on('unhandledRejection', (error) => { throw error; }); Promise.reject(new Proxy(new Error('x'), {}));
