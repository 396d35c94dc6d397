// Classes: private parts, static blocks, accessors, inheritance, what a forgotten super says.
class Account {
  static #count = 0;
  static { this.currency = "EUR"; }
  #balance = 0;
  owner;
  constructor(owner) { this.owner = owner; Account.#count += 1; }
  get balance() { return this.#balance; }
  deposit(amount) {
    if (!(amount > 0)) throw new RangeError(`cannot deposit ${amount}`);
    this.#balance += amount;
    return this;
  }
  #check(amount) { return amount <= this.#balance; }
  withdraw(amount) { if (!this.#check(amount)) throw new Error("not enough"); this.#balance -= amount; return this; }
  static get count() { return Account.#count; }
  static isAccount(value) { return #balance in value; }
  toJSON() { return { owner: this.owner, balance: this.#balance }; }
  toString() { return `${this.owner}: ${this.#balance} ${new.target ?? Account.currency}`; }
  [Symbol.toPrimitive](hint) { return hint === "number" ? this.#balance : this.toString(); }
  *[Symbol.iterator]() { yield this.owner; yield this.#balance; }
}
class Savings extends Account {
  rate = 0.1;
  deposit(amount) { return super.deposit(amount * (1 + this.rate)); }
  get balance() { return Math.round(super.balance); }
}
const a = new Account("a").deposit(10).withdraw(3);
const s = new Savings("s").deposit(100);
console.log(a, s, Account.count, Savings.count, JSON.stringify([a, s]), `${a}`, +s > 109, [...a], String(s));
console.log(Account.isAccount(s), Account.isAccount({}), Object.keys(s), s instanceof Account, Object.getPrototypeOf(Savings) === Account, Savings.currency);
const attempt = (name, call) => { try { console.log(name, call()); } catch (error) { console.log(name, "|", error.name, "|", error.message); } };
attempt("deposit", () => a.deposit(-1));
attempt("without new", () => Account("x"));
attempt("no super", () => new (class extends Account { constructor() { this.x = 1; } })());
attempt("private of another", () => Account.prototype.deposit.call({}, 1));
attempt("getter only", () => { "use strict"; const o = { get n() { return 1; } }; o.n = 5; });
attempt("frozen", () => { "use strict"; const o = Object.freeze({ n: 1 }); o.n = 2; });
attempt("abstract", () => new (class { constructor() { if (new.target.name === "") throw new TypeError("abstract"); } })());
attempt("null", () => null.owner);
attempt("undefined method", () => a.nothing());
attempt("not a function", () => a.owner());
attempt("const", () => { const n = 1; n = 2; });
attempt("before", () => { late; let late = 1; });
const Serial = (Base) => class Serial extends Base { serialize() { return JSON.stringify(this); } };
const mixed = new (Serial(class Point { constructor(x) { this.x = x; } }))(1);
console.log(mixed, mixed.serialize(), mixed.constructor.name, Object.getOwnPropertyNames(Account.prototype));
