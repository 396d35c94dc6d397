const stock = [
  { name: "milk", left: 12 },
  { name: "jam", left: 0 },
  { name: "rice", left: 5 },
];
const there = stock.filter((product) => product.left > 0);
const names = there.map(({ name }) => name);
console.log(names.join(" "), stock.length);

const few = stock.find((product) => product.left < 10);
console.log(few.name, stock.find((product) => product.left > 90));
const lost = stock.map((product) => { product.name; });
console.log(lost[0]);
