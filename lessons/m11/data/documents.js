// The orders of orders.sql, as documents: what belongs to one lies in it.
const orders = new Map([
  [11, {
    _id: 11,
    user: { id: 1, name: "Kishore" },
    items: [
      { product: "mug", quantity: 2 },
      { product: "tea", quantity: 1 },
    ],
  }],
  [12, {
    _id: 12,
    user: { id: 2, name: "Amara" },
    items: [{ product: "coffee", quantity: 1 }],
  }],
  [13, {
    _id: 13,
    user: { id: 1, name: "Kishore" },
    items: [
      { product: "tea", quantity: 3 },
      { product: "mug", quantity: 1 },
    ],
  }],
]);
