const map = new Map([["a", 1]]);
console.log(map.keys(), map.values(), map.entries());
console.log(new Set([1]).values());
