const { a, b, stock } = require("./shop.js");

// Five tea pots come by truck A, three by truck B.
const set = "UPDATE products SET stock = ? WHERE id = 7";
const seenByA = stock(a);
const seenByB = stock(b);

a.exec("BEGIN");
a.prepare(set).run(seenByA + 5);
a.exec("COMMIT");
console.log("A reads", stock(a));

b.exec("BEGIN");
b.prepare(set).run(seenByB + 3);
b.exec("COMMIT");
console.log("B reads", stock(b));
