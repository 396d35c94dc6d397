// ends: turn or threw
// A thing that is thrown and that is no plain error.
throw { toString() { for (;;); }, [Symbol.toPrimitive]() { for (;;); }, [require('util').inspect.custom]() { for (;;); } };
