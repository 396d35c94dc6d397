// Documents to bytes and back, with every kind of value and every option, also those that are refused.

const { serialize, deserialize, calculateObjectSize, ...bson } = require("bson");

function check(value, options) {
  try {
    console.log(value, options ?? "", "=>", Buffer.from(serialize(value, options)).toString("hex"));
  } catch (error) {
    console.log(value, "throws", error.name, error.message);
  }
}

class Point {
  constructor() {
    this.x = 1;
  }

  get y() {
    return 2;
  }
}
const shared = { x: 1 };
const values = [
  0, -0, 1.5, NaN, Infinity, 2 ** 31, -(2 ** 31), 2 ** 53, 5n, 2n ** 63n, 2n ** 64n + 5n, "x", "x\0y", "\ud800", true, null, undefined,
  () => 1, Symbol("x"), new Date(5.5), new Date(NaN), new Date(-1), /x/gims, /x/uy, Buffer.from("ab"), new Uint8Array([1, 2]),
  new Uint16Array([1]), new Map([["b", new Map()]]), new Set([1]), [], [undefined, 1], [, 1], {}, { toBSON: () => 5 },
  [{ toBSON: () => ({ b: 1 }) }], new Point(), Object.create({ inherited: 1 }), Object.create(null), new String("x"), Object(5),
  { _bsontype: "foo" }, { _bsontype: "ObjectId" }, [shared, shared],
];
for (const a of values) check({ a });
check({ a: undefined, b: [undefined] }, { ignoreUndefined: true });
check({ a: undefined, b: [undefined] }, { ignoreUndefined: false });
check({ a: () => 1 }, { serializeFunctions: true });
for (const key of ["$a", "b.c", "a\0b", "", "__proto__", "1"]) {
  check({ [key]: 1 });
  check({ [key]: 1 }, { checkKeys: true });
}
for (const root of [null, undefined, 5, "x", [1], /x/, () => 1, new Map([["a", 1]]), { toBSON: () => ({ z: 1 }) }, { toBSON: () => 5 }, new bson.Int32(5)]) check(root);
const circle = {};
circle.inside = { circle };
check(circle);
const list = [];
list.push(list);
check({ list });

function back(hex, options) {
  try {
    console.log(hex, options ?? "", "=>", deserialize(Buffer.from(hex, "hex"), options));
  } catch (error) {
    console.log(hex, "throws", error.name, error.message);
  }
}
for (const hex of ["", "05", "0500000000", "0500000001", "0600000000", "0500000000ff", "0c0000000a6100", "0e00000002610002000000ff0000"]) back(hex);

const stored = {
  long: bson.Long.fromString("9007199254740993"), small: bson.Long.fromNumber(5), double: 1.5, whole: new bson.Double(2), int: 7,
  bytes: Buffer.from("ab"), other: new bson.Binary(Buffer.from("ab"), 3), uuid: new bson.UUID("0f8fad5b-d9cb-469f-a165-70867728950e"),
  pattern: /x/gi, wide: new bson.BSONRegExp("a", "xims"), reference: new bson.DBRef("c", 5, "d", { z: 1 }), like: { $ref: "c", $id: 5, $foo: 1 },
  code: new bson.Code("x", { a: 1 }), symbol: new bson.BSONSymbol("q"), time: new bson.Timestamp({ t: 1, i: 2 }), date: new Date(5),
  least: new bson.MinKey(), greatest: new bson.MaxKey(), decimal: bson.Decimal128.fromString("1.5"), list: [1, [2, { a: null }]],
};
const bytes = serialize(stored);
console.log(bytes.length, calculateObjectSize(stored));
for (const options of [undefined, { promoteLongs: false }, { promoteValues: false }, { promoteBuffers: true }, { useBigInt64: true }, { bsonRegExp: true }]) {
  console.log(options, deserialize(bytes, options));
}
