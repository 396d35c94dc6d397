const { a, b, stock } = require("./shop.js");

a.exec("BEGIN");
a.exec("UPDATE products SET stock = stock - 4 WHERE id = 7");
console.log("A reads", stock(a));
a.exec("ROLLBACK");

b.exec("UPDATE products SET stock = stock - 1 WHERE id = 7");
console.log("A reads", stock(a));
