// ends: threw
// A thing that is thrown and that is no plain error.
throw Object.create(null);
