console.log(new Date(0), [new Date(86400000)], new Date(NaN), [new Date(NaN)]);
console.log(/a+/gi, [/b/], Object.assign(/c/, { note: 1 }), Object.assign(new Date(0), { note: 1 }));
class Day extends Date {}
console.log(new Day(0));
class Pattern extends RegExp {}
console.log(new Pattern("x", "g"));
console.log("a-b".match(/(?<first>a)-(b)/), "abc".match(/b/g), "x".match(/y/));
console.log(/(?<year>\d+)/.exec("in 2024").groups);
