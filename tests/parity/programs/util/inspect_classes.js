class Animal {
  constructor(name) {
    this.name = name;
  }
}
class Dog extends Animal {
  #secret = 1;
  static count = 3;
  get sound() {
    return "woof" + this.#secret;
  }
}
console.log(Animal, Dog, new Dog("Rex"), [new Dog("a")], [Animal]);
console.log(class {}, class extends Animal {}, class A { static x = 1; });
class Tagged {
  get [Symbol.toStringTag]() {
    return "Label";
  }
}
console.log(new Tagged());
class List extends Array {}
console.log(List.from([1, 2]), new List());
class Dictionary extends Map {}
console.log(new Dictionary([["a", 1]]));
class Bag extends Set {}
console.log(new Bag([1]));
class Later extends Promise {}
console.log(Later.resolve(4));
