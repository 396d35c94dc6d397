const bare = Object.create(null);
console.log(bare);
bare.x = 1;
console.log(bare, { bare });
console.log(Object.create({}), Object.create(Object.create(null)));
console.log(Object.setPrototypeOf([1, 2], null));
console.log(Object.setPrototypeOf(new Map([[1, 2]]), null));
console.log(Object.setPrototypeOf(new Date(0), null));
console.log(Object.setPrototypeOf(/x/g, null));
function Old() {}
console.log(new Old(), Object.create(Old.prototype), Old.prototype);
class Modern {}
console.log(Modern.prototype, Object.create(Modern.prototype), Object.create(new Modern()));
