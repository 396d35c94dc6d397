const clean = (text) => text.replace(/\n +(at|\.\.\.) .*/g, "");
const show = (value) => console.log(clean(require("util").inspect(value)));
show(new Error("plain"));
show(new TypeError("typed"));
show(new Error(""));
show(Object.assign(new Error("with properties"), { code: "E_X", detail: { a: 1 } }));
show(new Error("outer", { cause: new Error("inner") }));
show(new Error("outer", { cause: "text" }));
show(new Error("outer", { cause: { a: 1 } }));
show(new AggregateError([new Error("one"), new RangeError("two")], "many"));
class ValidationError extends Error {
  constructor(message) {
    super(message);
    this.name = "ValidationError";
    this.field = "email";
  }
}
show(new ValidationError("bad"));
class Other extends Error {}
show(new Other("kept"));
const nameless = new Error("gone");
nameless.stack = undefined;
show(nameless);
const flat = new Error("no stack");
flat.stack = "Error: no stack";
show(flat);
show([flat]);
show({ flat });
const coded = new Error("coded");
coded.name = "Custom";
show(coded);
