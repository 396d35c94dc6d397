const querystring = require("querystring");
console.log(querystring.parse("a=1&b=2&a=3&c&d=&=e&f=%20+x&g=%zz"));
console.log(querystring.parse("a:1;b:2", ";", ":"), querystring.parse("a=1&b=2&c=3", null, null, { maxKeys: 2 }));
console.log(querystring.stringify({ a: 1, b: [1, 2], c: "x y", d: true, e: null, f: undefined, g: {}, h: "é&=", i: 5n, j: NaN }));
console.log(querystring.stringify({ a: 1, b: 2 }, ";", ":"), querystring.escape("a b&c"), querystring.unescape("%41%zz"));
console.log(querystring.decode === querystring.parse, querystring.encode === querystring.stringify, querystring.stringify("x"), querystring.parse(""));
console.log(querystring.parse("a=1", "&", "=", { decodeURIComponent: (text) => text.toUpperCase() }));
