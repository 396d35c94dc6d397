// ends: turn
// A thing that is thrown and that is no plain error.
const again = { then(f) { f(again); } }; Promise.resolve(again);
