const { inspect } = require("util");
class Money {
  constructor(amount) {
    this.amount = amount;
  }
  [inspect.custom](depth, options, inspectAgain) {
    return `Money<${inspectAgain(this.amount, options)}> ${depth} ${typeof options.stylize}`;
  }
}
console.log(new Money(5), [new Money(6)], { a: { b: new Money(7) } });
console.log(inspect(new Money(1), { customInspect: false }));
console.log({ [inspect.custom]: () => ({ shown: true }) });
console.log({ [inspect.custom]: () => "line one\nline two" }, [{ [inspect.custom]: () => "line one\nline two" }]);
console.log(inspect.custom, inspect.defaultOptions);
console.log({ toString() { return "mine"; } }, `${{ toString() { return "mine"; } }}`);
console.log({ inspect() { return "no longer used"; } });
console.log({ toJSON() { return 1; } });
