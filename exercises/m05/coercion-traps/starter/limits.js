// GET /products?min=9&max=10: is the lower price below the higher one?
const query = { min: "9", max: "10" };
console.log(query.min <= query.max);
console.log(query.min <= Number(query.max));

// A quantity must not be negative.
const quantity = null;
console.log(quantity >= 0);
