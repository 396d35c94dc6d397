// ends: threw
// A thing that is thrown and that is no plain error.
(async () => ({ get then() { throw Object.create(null); } }))();
