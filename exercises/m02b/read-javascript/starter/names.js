const order = { id: 31, customer: "Zoë", items: ["tea"] };
const { customer, items } = order;
let count = items.length;

items.push("cup");
console.log(count, order.items.length);

count += 1;
console.log(`${customer} has ${count}`);
console.log("${customer}", order.email);
