// 20,001 orders, and a meter of how their totals are computed.
const MENU = ["tea", "cake", "tea", "coffee", "tea", "cake", "coffee"];
const prices = { tea: 3, cake: 5, coffee: 4, soup: 9 };

exports.orders = Array.from({ length: 20000 }, (_, i) => {
  return { id: i + 1, product: MENU[(i * i + i) % 11 % 7], count: 1 + i % 6 };
});
exports.orders.push({ id: 20001, product: "soup", count: 2 });

exports.setPrice = (product, price) => {
  prices[product] = price;
};

// Stands for work that takes long. From five pieces on, one is free.
exports.total = ({ product, count }) => {
  note();
  return prices[product] * (count < 5 ? count : count - 1);
};

// The meter: all totals, the most in one turn, the most without any await, and how
// often only promises had a turn.
const meter = { totals: 0, longest: 0, piece: 0, gaps: 0 };
exports.meter = meter;

let inTurn = 0;
let inGap = 0;

function note() {
  if (inTurn === 0) setImmediate(() => { inTurn = 0; });
  if (inGap === 0) queueMicrotask(() => { inGap = 0; meter.gaps += 1; });
  inTurn += 1;
  inGap += 1;
  meter.totals += 1;
  meter.longest = Math.max(meter.longest, inTurn);
  meter.piece = Math.max(meter.piece, inGap);
}
