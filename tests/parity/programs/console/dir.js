console.dir({ a: { b: { c: { d: 1 } } } });
console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
console.dir({ a: { b: { c: { d: { e: 1 } } } } }, { depth: null });
console.dir("text");
console.dir([1, "a"], { colors: true });
console.dir();
console.dirxml({ a: 1 }, [2]);
