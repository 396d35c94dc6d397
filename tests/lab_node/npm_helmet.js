"use strict";

// helmet: the headers and their order, each middleware with its options, and what it refuses.
const express = require("express");
const http = require("http");
const helmet = require("helmet");

function fake() {
  const set = [];
  return { set, setHeader: (name, value) => set.push(`${name}: ${value}`), removeHeader: (name) => set.push(`-${name}`) };
}

const USUAL = fake();
helmet()({}, USUAL, () => {});

/** The headers of a single middleware, or how all differ from the usual ones. */
function show(title, make) {
  const warned = [];
  const { warn } = console;
  console.warn = (...words) => warned.push(words.join(" "));
  let said;
  try {
    const answer = fake();
    let ended = "no next";
    make()({}, answer, (error) => (ended = error ? `next ${error.message}` : "next"));
    const less = USUAL.set.filter((one) => !answer.set.includes(one)).map((one) => `-${one}`);
    const more = answer.set.filter((one) => !USUAL.set.includes(one)).map((one) => `+${one}`);
    said = answer.set.length < 3 ? answer.set.join(", ") : [...less, ...more].join(", ");
    said += ` ${ended}`;
  } catch (error) {
    said = `${error.name}: ${error.message}`;
  }
  console.warn = warn;
  console.log(`${title}: ${said}${warned.map((one) => ` [${one}]`).join("")}`);
}

console.log(USUAL.set.join("\n"));
for (const name of Object.keys(helmet).filter((one) => one !== "default")) {
  show(`${name} is ${helmet[name].name} of ${helmet[name].length}`, () => helmet[name]());
}
console.log(helmet.name, helmet.length, helmet().name, helmet.default === helmet);

const OPTIONS = [
  "contentSecurityPolicy", "crossOriginEmbedderPolicy", "crossOriginOpenerPolicy", "crossOriginResourcePolicy", "originAgentCluster",
  "referrerPolicy", "strictTransportSecurity", "xContentTypeOptions", "xDnsPrefetchControl", "xDownloadOptions", "xFrameOptions",
  "xPermittedCrossDomainPolicies", "xPoweredBy", "xXssProtection", "hsts", "noSniff", "dnsPrefetchControl", "ieNoOpen", "frameguard",
  "permittedCrossDomainPolicies", "hidePoweredBy", "xssFilter",
];
for (const option of OPTIONS) for (const value of [true, false, undefined, {}]) show(`${option} ${JSON.stringify(value)}`, () => helmet({ [option]: value }));
for (const option of ["originAgentCluster", "xContentTypeOptions", "noSniff", "xPoweredBy"]) {
  for (const value of [null, 0, "x", []]) show(`${option} ${JSON.stringify(value)}`, () => helmet({ [option]: value }));
}
for (const [option, old] of [
  ["strictTransportSecurity", "hsts"], ["xContentTypeOptions", "noSniff"], ["xDnsPrefetchControl", "dnsPrefetchControl"], ["xDownloadOptions", "ieNoOpen"],
  ["xFrameOptions", "frameguard"], ["xPermittedCrossDomainPolicies", "permittedCrossDomainPolicies"], ["xPoweredBy", "hidePoweredBy"], ["xXssProtection", "xssFilter"],
]) {
  show(`both ${option}`, () => helmet({ [option]: true, [old]: true }));
  show(`both off ${option}`, () => helmet({ [old]: undefined, [option]: false }));
}
class IncomingMessage {}
show("not called", () => helmet(new IncomingMessage()));
show("null", () => helmet(null));
show("an option of another name", () => helmet({ nope: true }));

const POLICIES = {
  crossOriginEmbedderPolicy: ["require-corp", "credentialless", "unsafe-none", "x", "", null, 5, undefined],
  crossOriginOpenerPolicy: ["same-origin", "same-origin-allow-popups", "noopener-allow-popups", "unsafe-none", "x", undefined],
  crossOriginResourcePolicy: ["same-origin", "same-site", "cross-origin", "none", undefined],
  referrerPolicy: [
    "no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin", "origin-when-cross-origin",
    "strict-origin-when-cross-origin", "unsafe-url", "", "foo", "ORIGIN", undefined, [], ["origin", "unsafe-url"],
    ["origin", "origin"], ["origin", "foo"], [null],
  ],
};
for (const [name, policies] of Object.entries(POLICIES)) {
  for (const policy of policies) show(`${name} ${JSON.stringify(policy)}`, () => helmet[name]({ policy }));
}
for (const options of [
  {}, { maxAge: 0 }, { maxAge: 123.6 }, { maxAge: -1 }, { maxAge: NaN }, { maxAge: Infinity }, { maxAge: "123" }, { maxAge: null }, { maxAge: 1e21 },
  { includeSubDomains: false }, { includeSubDomains: null }, { preload: true }, { maxage: 5 }, { includeSubdomains: false }, { setIf: 1 },
  { maxAge: 10, includeSubDomains: false, preload: true },
]) show(`hsts ${Object.keys(options)} ${Object.values(options)}`, () => helmet.hsts(options));
for (const allow of [true, false, 1, undefined]) show(`dns ${allow}`, () => helmet.dnsPrefetchControl({ allow }));
for (const action of ["deny", "DENY", "sameorigin", "Same-Origin", "allow-from", "x", "", null, undefined, 5]) show(`frame ${action}`, () => helmet.frameguard({ action }));
for (const permittedPolicies of ["none", "master-only", "by-content-type", "all", "x", null, undefined]) {
  show(`flash ${permittedPolicies}`, () => helmet.xPermittedCrossDomainPolicies({ permittedPolicies }));
}
try {
  helmet({ contentSecurityPolicy: false })({}, { setHeader: (name) => { if (name === "Referrer-Policy") throw new Error("set"); } }, () => {});
} catch (error) {
  console.log("thrown on", error.message);
}

// The bytes of the head, as a client sees them.
const app = express();
app.use(helmet());
app.get("/", (req, res) => res.send("hello"));
const server = app.listen(0, () => {
  http.get({ port: server.address().port, agent: false }, (answer) => {
    for (let at = 0; at < answer.rawHeaders.length; at += 2) {
      if (answer.rawHeaders[at] !== "Date") console.log(answer.rawHeaders.slice(at, at + 2).join(": "));
    }
    answer.resume();
    server.close();
  });
});
