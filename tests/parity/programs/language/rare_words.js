// Errors about classes that are rare enough to have the engine's own words.
class Account {
  #balance = 0;
  get balance() { return this.#balance; }
  deposit(amount) { this.#balance += amount; }
}
const attempt = (name, call) => { try { console.log(name, call()); } catch (error) { console.log(name, error.name, error.message); } };
attempt("a private part of nothing", () => { const { deposit } = new Account(); deposit(1); });
attempt("a getter of a class", () => { "use strict"; new Account().balance = 5; });
attempt("a frozen instance", () => { "use strict"; Object.freeze(Object.assign(new Account(), { owner: "a" })).owner = "b"; });
attempt("a parent that is missing", () => { const { Missing } = {}; return class extends Missing {}; });
attempt("a parent that is no class", () => class extends Math.max {});
attempt("no iterable in place", () => { for (const x of { a: 1 }) console.log(x); });
