// ends: threw or memory or turn
// A thing that is thrown and that is no plain error.
let error = new Error('x'); for (let i = 0; i < 1e5; i += 1) error = new Error('x', { cause: error }); throw error;
