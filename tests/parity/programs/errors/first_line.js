// The first line of a stack is written when it is first asked for.
"use strict";

const firstLine = (error) => error.stack.split("\n")[0];

class NotFound extends Error {
  constructor(what) {
    super(`no ${what}`);
    this.name = "NotFound";
  }
}

class NoNote extends NotFound {}

class Lazy extends Error {
  get name() {
    return "Computed";
  }
}

console.log(firstLine(new NotFound("tea")));
console.log(firstLine(new NoNote("note")));
console.log(firstLine(new Lazy("late")));

const changed = new Error("first");
changed.message = "second";
console.log(firstLine(changed));
changed.message = "third";
changed.name = "Other";
console.log(firstLine(changed), "|", String(changed));

const nameless = new Error("only words");
nameless.name = "";
console.log(firstLine(nameless));

try {
  null.length;
} catch (error) {
  error.message = "in my own words";
  console.log(firstLine(error));
}

const own = new RangeError("a");
own.stack = "what I want";
console.log(own.stack, Object.keys(own));

const derived = Object.create(new Error("of the prototype"));
console.log(firstLine(derived), Object.hasOwn(derived, "stack"));

const many = new AggregateError([new Error("one")], "many");
many.message = "few";
console.log(firstLine(many));

class Curious extends Error {
  get message() {
    return `asked ${typeof this.stack}`;
  }
}
console.log(firstLine(new Curious()));
