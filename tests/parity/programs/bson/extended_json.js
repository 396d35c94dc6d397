// Extended JSON, canonical and relaxed, both ways.

const { EJSON, ...bson } = require("bson");

function check(name, work) {
  try {
    console.log(name, "=>", work());
  } catch (error) {
    console.log(name, "throws", error.constructor.name, JSON.stringify(error.message));
  }
}

const values = [
  1, 1.5, -0, NaN, Infinity, 2 ** 31, 2 ** 53, 1e300, 5n, 2n ** 63n, "x", true, null, undefined, new Date(0), new Date(1), new Date(-1),
  new Date(253402300800000), /x/im, new Map([["a", 1]]), [1, undefined, () => 1], { a: undefined, b: () => 1 },
  new bson.ObjectId("65a1b2c3d4e5f60718293a4b"), new bson.Long(5), bson.Long.MAX_VALUE, new bson.Int32(4), new bson.Double(1),
  new bson.Double(-0), bson.Decimal128.fromString("1.5"), new bson.Binary(Buffer.from("a"), 5),
  new bson.UUID("0f8fad5b-d9cb-469f-a165-70867728950e"), new bson.Timestamp({ t: 5, i: 7 }), new bson.MinKey(), new bson.MaxKey(),
  new bson.Code("x", { a: 1 }), new bson.BSONRegExp("a", "i"), new bson.BSONSymbol("s"), new bson.DBRef("c", 5, "d", { z: 1 }),
  { toJSON: () => 5 }, { _bsontype: "other" }, [[{ b: new Date(5) }]],
];
for (const value of values) {
  for (const options of [undefined, { relaxed: false }, { legacy: true }]) check(options, () => EJSON.stringify(value, options));
}
check("spaces", () => EJSON.stringify({ a: 1, b: { c: 2 } }, null, 2));
check("names", () => EJSON.stringify({ a: 1, b: 2 }, ["a"]));
check("replacer", () => EJSON.stringify({ a: 1 }, (key, value) => (value === 1 ? 2 : value)));
check("options last", () => EJSON.stringify({ a: 1 }, null, 2, { relaxed: false }));
const circle = { a: { b: [1, {}] } };
circle.a.b[1].z = circle.a;
check("circle", () => EJSON.stringify(circle));

const texts = [
  "1", "1.5", '"x"', "[1,2]", '{"a":2147483648}', '{"a":1e40}', '{"a":{"$oid":"65a1b2c3d4e5f60718293a4b"}}', '{"a":{"$oid":"65"}}',
  '{"a":{"$numberInt":"5"}}', '{"a":{"$numberLong":"5"}}', '{"a":{"$numberLong":"9223372036854775807"}}', '{"a":{"$numberDouble":"-0.0"}}',
  '{"a":{"$numberDecimal":"1.5"}}', '{"a":{"$date":"2024-01-01T00:00:00Z"}}', '{"a":{"$date":{"$numberLong":"5"}}}',
  '{"a":{"$binary":{"base64":"YQ==","subType":"00"}}}', '{"a":{"$uuid":"0f8fad5b-d9cb-469f-a165-70867728950e"}}',
  '{"a":{"$regularExpression":{"pattern":"a","options":"i"}}}', '{"a":{"$timestamp":{"t":5,"i":7}}}', '{"a":{"$minKey":1}}',
  '{"a":{"$code":"x","$scope":{"a":1}}}', '{"a":{"$symbol":"s"}}', '{"a":{"$ref":"c","$id":5,"$db":"d","x":1}}', '{"a":{"$undefined":true}}',
  '{"a":{"$gt":5}}', '{"a\\u0000":1}', '{"__proto__":1}',
];
for (const text of texts) {
  for (const options of [undefined, { relaxed: false }, { useBigInt64: true }]) check(text, () => EJSON.parse(text, options));
}
console.log(EJSON.serialize({ a: 1, d: new Date(5) }), EJSON.serialize({ a: 1 }, { relaxed: false }), EJSON.deserialize({ a: { $numberInt: "5" } }));
