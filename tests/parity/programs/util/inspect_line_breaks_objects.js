for (let count = 1; count < 12; count += 1) {
  console.log(Object.fromEntries(Array.from({ length: count }, (_, i) => ["key" + i, i * 1000])));
  console.log({ user: { id: count, tags: Array.from({ length: count }, (_, i) => "t" + i), at: { x: 1, y: { z: 2 } } } });
  console.log(Array.from({ length: count }, (_, i) => ({ id: i, name: "name " + i })));
}
