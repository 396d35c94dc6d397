export function toOrder(
  { id, customer_name: customerName, is_gift, placed_at, shipped_at, discount_cents },
  items,
) {
  let total = 0n;
  const shown = [];
  for (const { product_name: productName, quantity, unit_price_cents } of items) {
    total += BigInt(quantity) * BigInt(unit_price_cents);
    shown.push({ productName, quantity, unitPrice: text(unit_price_cents) });
  }
  if (discount_cents) total -= BigInt(discount_cents);
  return {
    id,
    customerName,
    isGift: !!is_gift,
    placedAt: new Date(`${placed_at}000` * 1).toISOString(),
    shippedAt: shipped_at === null ? null : new Date(shipped_at * 1000).toISOString(),
    items: shown,
    discount: discount_cents === null ? null : text(discount_cents),
    total: text(total),
  };
}

function text(cents) {
  return String(cents).padStart(3, "0").replace(/(..)$/, ".$1");
}
