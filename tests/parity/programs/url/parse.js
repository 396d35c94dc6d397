const url = require("url");
const parsed = url.parse("http://user:pass@host.com:8080/p/a/t/h?query=string#hash", true);
console.log(parsed.host, parsed.pathname, parsed.query.query, parsed.auth, parsed.path, parsed.href);
console.log(url.parse("/a?b=c").pathname, url.resolve("/one/two/three", "four"), url.resolve("http://example.com/one", "/two"));
console.log(url.format({ protocol: "http", hostname: "x.y", port: 80, pathname: "/z", query: { a: 1 } }));
