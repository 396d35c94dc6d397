const { Order, log } = require("./orm.js");

const orders = Order.all();
console.log(log.length);

for (const order of orders) order.user.name;
console.log(log.length);

for (const order of orders) order.user.name;
console.log(log.length);

for (const order of Order.all({ with: "user" })) order.user.name;
console.log(log.length);
