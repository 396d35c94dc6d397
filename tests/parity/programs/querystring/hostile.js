const querystring = require("querystring");
console.log(querystring.parse("__proto__=1&constructor=2&hasOwnProperty=3"));
console.log(querystring.parse("a[]=1&a[b]=2"), querystring.parse("&&a=&&"), querystring.parse("%E4%BD%A0=%E5%A5%BD&bad=%E4%BD"));
