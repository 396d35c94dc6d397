class Money {
  constructor(cents) {
    this.cents = BigInt(cents);
  }
  toJSON() {
    const digits = String(this.cents).padStart(3, "0");
    return digits.slice(0, -2) + "." + digits.slice(-2);
  }
}

function toOrder(row, items) {
  const order = {};
  order.total = new Money(
    items.reduce((sum, { quantity, unit_price_cents: price }) => sum + quantity * price, -(row.discount_cents ?? 0)),
  ).toJSON();
  order.discount = row.discount_cents == null ? null : new Money(row.discount_cents).toJSON();
  order.items = [];
  for (const item of items) {
    order.items.push({
      unitPrice: new Money(item.unit_price_cents).toJSON(),
      productName: item.product_name,
      quantity: item.quantity,
    });
  }
  const date = (column) => (row[column] === null ? null : new Date(row[column] * 1e3).toISOString());
  order.shippedAt = date("shipped_at");
  order.placedAt = date("placed_at");
  order.isGift = Boolean(row.is_gift);
  order.customerName = row.customer_name;
  order.id = row.id;
  return order;
}
module.exports = { toOrder };
