// The stock of a product. A field without a number must not get in.
function judge(value) {
  const number = Number(value);
  return Number.isNaN(number) ? "refused" : "taken as " + number;
}

console.log(judge("   "));
console.log(judge(undefined));
console.log(judge(null));
console.log(judge([5]));
