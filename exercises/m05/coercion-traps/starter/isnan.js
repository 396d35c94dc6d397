// Three ways to ask: is this no number?
console.log(isNaN("abc"));
console.log(Number.isNaN("abc"));
console.log(isNaN(""));
