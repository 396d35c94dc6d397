class Counter {
  #count = 0;

  raise() {
    return ++this.#count;
  }

  get current() {
    return this.#count;
  }
}

const visits = new Counter();

exports.increment = () => visits.raise();
exports.value = () => visits.current;
