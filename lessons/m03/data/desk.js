// Three lookups that take 200 ms each, and a clock that counts in such steps.
const later = (value) => new Promise((resolve) => setTimeout(resolve, 200, value));

const user = () => later("Asha");
const orders = () => later(["tea", "cups"]);
const points = () => later(42);

let began = performance.now();
const start = () => { began = performance.now(); };
const steps = () => Math.round((performance.now() - began) / 200);
