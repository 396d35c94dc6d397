console.log(function () {}, function named() {}, () => {}, async () => {}, async function later() {});
console.log(function* gen() {}, async function* agen() {}, Math.max, class {}, class A {});
const arrow = (a, b) => a + b;
console.log(arrow, { arrow, method() {}, async later() {}, *gen() {} });
console.log(Object.assign(() => {}, { a: 1 }), Object.assign(function f() {}, { b: { c: 2 } }));
console.log(Object.setPrototypeOf(function x() {}, null));
console.log([function () {}, class B extends Array {}]);
console.log(arrow.bind(null), Array.prototype.map, Symbol, Promise, Map);
(function () {
  console.log(arguments);
})(1, "two");
