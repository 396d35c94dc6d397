// ends: threw
// A thing that is thrown and that is no plain error.
process.on('uncaughtException', (error) => { throw `${error}`; }); throw { toString: null };
