// ends: turn
// A thing that is thrown and that is no plain error.
Error.prepareStackTrace = () => { for (;;); }; null.x;
