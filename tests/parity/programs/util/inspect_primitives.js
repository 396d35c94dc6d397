console.log(-0, 0, [-0], 1e21, 1e-7, NaN, Infinity, 10n, [10n], 0.1 + 0.2, 123456789.123);
console.log(Object(1), Object("text"), Object(true), Object(Symbol("s")), Object(3n), Object(-0));
console.log(new String("abc"), [new String("x")], Object.assign(new String("ab"), { c: 1 }), Object.assign(new Number(3), { n: 1 }));
console.log(undefined, null, true, Symbol("x"), [Symbol("x"), undefined, null, true]);
console.log("text", ["text"], "", [""]);
