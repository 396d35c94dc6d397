const { types } = require("util");
const values = { map: new Map(), set: new Set(), date: new Date(), regexp: /x/, promise: Promise.resolve(), error: new Error(), typed: new Uint8Array(1), buffer: new ArrayBuffer(1), gen: (function* () {})(), async: async () => {}, boxed: Object(1), proxy: new Proxy({}, {}), weak: new WeakMap(), array: [], object: {} };
for (const [name, value] of Object.entries(values)) {
  console.log(name, Object.keys(types).filter((test) => types[test](value)).sort().join(" "));
}
