// Prices in the smallest unit: 450 is 4.50 EUR.
module.exports = [
  { id: 7, name: "Tea", prices: { EUR: 450, USD: 500, INR: 43000 } },
  { id: 12, name: "Cup", prices: { EUR: 900, USD: 990, INR: 85000 } },
  { id: 16, name: "Pot", prices: { EUR: 2400, USD: 2600, INR: 227000 } },
  { id: 1000, name: "Sieve", prices: { EUR: 350, USD: 390, INR: 33500 } },
];
