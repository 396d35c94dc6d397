class Counter {
  #count = 0;
  value() { return this.#count; }
  increment() { return ++this.#count; }
}
module.exports = new Counter();
