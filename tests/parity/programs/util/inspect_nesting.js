console.log({ a: { b: { c: { d: 1 } } } });
console.log([[[[1]]]]);
console.log({ a: [{ b: [{ c: 1 }] }] });
console.log({ a: {}, b: [], c: () => {}, d: function named() {} });
console.log({ a: 1, "b-c": 2, 3: 4, [Symbol("s")]: 5, [Symbol.iterator]: 6, "é": 7, $x: 8, "a b": 9 });
