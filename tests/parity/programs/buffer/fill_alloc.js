console.log(Buffer.alloc(3), Buffer.alloc(5, "ab"), Buffer.alloc(4, "6162", "hex"), Buffer.alloc(2, 257), Buffer.allocUnsafe(3).length);
console.log(Buffer.alloc(5).fill("xyz"), Buffer.alloc(5).fill("x", 1, 3), Buffer.alloc(3).fill(""), Buffer.alloc(3).fill(Buffer.from([1, 2])));
for (const call of [() => Buffer.alloc(-1), () => Buffer.alloc("5"), () => Buffer.alloc(2).fill("zz", "hex"), () => Buffer.alloc(2).fill(1, 5), () => Buffer.alloc(NaN)]) {
  try {
    console.log(call());
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
console.log(Buffer.concat([Buffer.from("a"), Buffer.from("bc")]), Buffer.concat([Buffer.from("abc")], 2), Buffer.concat([Buffer.from("a")], 3), Buffer.concat([]));
