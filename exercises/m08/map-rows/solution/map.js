// money: cents to a text with two decimals
function money(cents) {
  if (cents === null) return null;
  return (cents / 100).toFixed(2);
}

// time: seconds to ISO 8601
function time(seconds) {
  return seconds === null ? null : new Date(seconds * 1000).toISOString();
}

function toItem(row) {
  return {
    productName: row.product_name,
    quantity: row.quantity,
    unitPrice: money(row.unit_price_cents),
  };
}

// one row, and the rows of its items
exports.toOrder = (row, items) => {
  let cents = 0;
  for (const item of items) cents += item.quantity * item.unit_price_cents;
  return {
    id: row.id,
    customerName: row.customer_name,
    isGift: row.is_gift === 1,
    placedAt: time(row.placed_at),
    shippedAt: time(row.shipped_at),
    items: items.map(toItem),
    discount: money(row.discount_cents),
    total: money(cents - row.discount_cents),
  };
};
