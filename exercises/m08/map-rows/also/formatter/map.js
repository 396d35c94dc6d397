const money = (cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
const iso = (s) => {
  const date = new Date(0);
  date.setUTCSeconds(s);
  return date.toISOString();
};
const orNull = (convert) => (value) => (value == null ? null : convert(value));

const orderFields = [
  ["id", "id", (id) => id],
  ["customer_name", "customerName", String],
  ["is_gift", "isGift", (flag) => flag !== 0],
  ["placed_at", "placedAt", iso],
  ["shipped_at", "shippedAt", iso],
  ["discount_cents", "discount", money],
];
const itemFields = [
  ["product_name", "productName", String],
  ["quantity", "quantity", Number],
  ["unit_price_cents", "unitPrice", money],
];
const pick = (row, fields) =>
  Object.fromEntries(fields.map(([column, name, convert]) => [name, orNull(convert)(row[column])]));

exports.toOrder = function toOrder(row, items) {
  const prices = items.map((item) => item.quantity * item.unit_price_cents);
  const sum = prices.reduce((a, b) => a + b, 0);
  return {
    ...pick(row, orderFields),
    items: items.map((item) => pick(item, itemFields)),
    total: money(sum - (row.discount_cents || 0)),
  };
};
