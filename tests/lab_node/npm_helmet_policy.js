"use strict";

// helmet's Content-Security-Policy: what directives become, and which are refused.
const { contentSecurityPolicy } = require("helmet");

const OFF = contentSecurityPolicy.dangerouslyDisableDefaultSrc;

function show(title, options, request = {}) {
  try {
    const set = [];
    contentSecurityPolicy(options)(request, { setHeader: (...field) => set.push(field.join(": ")) }, (error) => set.push(error ? `next ${error}` : "next"));
    console.log(`${title}: ${set.join(" | ")}`);
  } catch (error) {
    console.log(`${title}: thrown ${error.name}: ${error.message}`);
  }
}

/** One directive beside default-src. */
const one = (title, directives, request) => show(title, { useDefaults: false, directives: { "default-src": ["d"], ...directives } }, request);

console.log(contentSecurityPolicy.getDefaultDirectives(), OFF);
contentSecurityPolicy.getDefaultDirectives()["default-src"].push("changed");
show("usual");
show("none given", { directives: {} });
show("null given", { directives: null });
show("no usual ones", { useDefaults: false });
show("no usual ones, none given", { useDefaults: false, directives: {} });
show("names", { directives: { defaultSrc: ["'self'", "a.com"], scriptSrc: "'self'", "img-src": new Set(["a", "b"]) } });
show("order", { directives: { scriptSrc: ["z"], connectSrc: ["q"], defaultSrc: ["w"], upgradeInsecureRequests: null } });
show("report only", { reportOnly: true, directives: { reportUri: "/r", sandbox: [], blockAllMixedContent: [] } });
show("twice", { directives: { "script-src": ["x"], scriptSrc: ["y"] } });
show("twice, once null", { directives: { scriptSrc: null, "script-src": ["d"] } });
show("default-src null", { directives: { defaultSrc: null } });
show("default-src missing", { useDefaults: false, directives: { scriptSrc: ["a"] } });
show("default-src off", { directives: { defaultSrc: OFF } });
show("default-src off alone", { useDefaults: false, directives: { defaultSrc: OFF } });
show("default-src off with one", { useDefaults: false, directives: { scriptSrc: ["a"], defaultSrc: OFF } });
show("script-src off", { directives: { scriptSrc: OFF } });
show("inherited", { directives: Object.create({ scriptSrc: ["q"] }) });
show("a list", { directives: ["x"] });
for (const name of ["a1", "a-", "a--b", "aB", "aBC", "ABC", "a b", "a.b", "a_b", "1a", "--a", "é", "", "a\n"]) one(`name ${JSON.stringify(name)}`, { [name]: ["v"] });
for (const value of [null, undefined, false, 0, NaN, "", [], [""], ["a", ""], ["a b"], ["a;b"], ["a,b"], "a;b", [5], [undefined], [true], [["self"]]]) {
  one(`value ${JSON.stringify(value)} ${typeof value}`, { x: value });
}
for (const word of [
  "self", "none", "unsafe-inline", "unsafe-eval", "nonce-abc", "sha256-x", "sha384-x", "sha512-x", "strict-dynamic", "report-sample", "unsafe-hashes",
  "wasm-unsafe-eval", "inline-speculation-rules", "Self", "nonce", "unsafe-allow-redirects", "report-sha256",
]) one(`bare ${word}`, { x: [word] });
for (const value of [true, 5, {}, () => "x"]) one(`not a list: ${typeof value}`, { x: value });
one("function", { x: ["'self'", (req, res) => `'nonce-${req.id}' ${typeof res.setHeader}`, "b"] }, { id: 7 });
one("empty texts", { x: ["", () => "f", ""] });
one("function gives two", { x: [() => "a;b"] });
one("function gives a bare word", { x: [() => "self"] });
one("function gives nothing", { x: [() => undefined] });
one("function gives a promise", { x: [async () => "x"] });
one("function throws", { x: [() => { throw new Error("no nonce"); }] });
