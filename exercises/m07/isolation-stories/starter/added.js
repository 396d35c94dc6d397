const { a, b, stock } = require("./shop.js");

// The same two trucks.
const add = "UPDATE products SET stock = stock + ? WHERE id = 7";
console.log("A reads", stock(a));
console.log("B reads", stock(b));

a.prepare(add).run(5);
console.log("B reads", stock(b));

b.prepare(add).run(3);
console.log("A reads", stock(a));
