const { a, b, stock } = require("./shop.js");

// The same two trucks. Each takes the lock to write before it reads.
const set = "UPDATE products SET stock = ? WHERE id = 7";

a.exec("BEGIN IMMEDIATE");
const seenByA = stock(a);
try {
  b.exec("BEGIN IMMEDIATE");
  console.log("B begins");
} catch {
  console.log("B is refused");
}
a.prepare(set).run(seenByA + 5);
a.exec("COMMIT");

b.exec("BEGIN IMMEDIATE");
const seenByB = stock(b);
console.log("B reads", seenByB);
b.prepare(set).run(seenByB + 3);
b.exec("COMMIT");
console.log("A reads", stock(a));
