const attempts = [
  () => ({}).f(),
  () => { const [a] = null; },
  () => { const [a] = {}; },
  () => new (() => {})(),
  () => { new 5(); },
  () => BigInt(1.5), () => BigInt("x"),
  () => { const a = {}; a.a = a; JSON.stringify(a); },
  () => { "use strict"; Object.freeze([1]).push(2); },
  () => new Map([1]), () => new Set(5),
  () => Math.max(...5),
  () => "x" in "y", () => ({}) instanceof 5,
  () => { for (const x of 5); },
  () => Reflect.ownKeys(1),
  () => Object.setPrototypeOf({}, 1),
];
for (const attempt of attempts) {
  try {
    console.log("fine", String(attempt()));
  } catch (error) {
    console.log(error.name + ": " + error.message);
  }
}
