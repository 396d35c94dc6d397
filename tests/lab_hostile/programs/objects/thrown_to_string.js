// ends: threw
// A thing that is thrown and that is no plain error.
throw { toString() { throw this; }, valueOf() { throw this; }, [Symbol.toPrimitive]() { throw this; } };
