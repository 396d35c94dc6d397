const { unpaid, totalOf } = require("./report");

const orders = [
  { id: 31, customer: "Meera", total: 12, paid: false },
  { id: 32, customer: "Kishore", total: 5, paid: true },
  { id: 35, customer: "Zoë", total: 40, paid: false },
];

console.log(unpaid(orders));
console.log(totalOf(orders, 35), totalOf(orders, 99));
