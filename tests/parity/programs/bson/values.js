// What each value of BSON is made of, how it shows itself, and what it refuses.

const util = require("util");
const {
  ObjectId, UUID, Binary, Long, Int32, Double, Decimal128, Timestamp, MinKey, MaxKey, Code, BSONRegExp, BSONSymbol, DBRef,
  BSONError, BSONVersionError, BSONType,
} = require("bson");

const HEX = "65a1b2c3d4e5f60718293a4b";
const UUID_TEXT = "0f8fad5b-d9cb-469f-a165-70867728950e";

function check(name, make) {
  try {
    const value = make();
    console.log(name, "=>", value, typeof value === "object" && value !== null ? JSON.stringify(value) : "");
  } catch (error) {
    console.log(name, "throws", error.constructor.name, error.name, error.message);
  }
}

const all = {
  id: new ObjectId(HEX), uuid: new UUID(UUID_TEXT), bytes: new Binary(Buffer.from("abc"), 5), long: Long.MAX_VALUE,
  int: new Int32(4), double: new Double(2), decimal: Decimal128.fromString("1.50"), time: new Timestamp({ t: 5, i: 7 }),
  least: new MinKey(), greatest: new MaxKey(), code: new Code("f()", { a: 1 }), pattern: new BSONRegExp("a", "xi"),
  symbol: new BSONSymbol("s"), reference: new DBRef("shop.users", new ObjectId(HEX), undefined, { x: 1 }),
};
console.log(all);
console.log(util.inspect(all, { depth: 0 }), util.inspect([all.id, all.long], { colors: true }));
for (const value of Object.values(all)) {
  console.log(value.constructor.name, value._bsontype, Object.keys(value), String(value), `${JSON.stringify(value)}`);
}

const texts = ["", "abc", "abcdefghijkl", HEX.toUpperCase(), "z".repeat(24), HEX, `${HEX}0`];
for (const text of texts) {
  check(`ObjectId ${text}`, () => new ObjectId(text));
  check(`isValid ${text}`, () => ObjectId.isValid(text));
}
const odd = [{}, true, 5, [1], Buffer.alloc(11), Buffer.alloc(12, 1), { id: HEX }, { id: "x" }, { id: 5 }, new ArrayBuffer(12), new ObjectId(HEX)];
for (const value of odd) {
  check(`ObjectId ${util.inspect(value)}`, () => new ObjectId(value));
  check(`isValid ${util.inspect(value)}`, () => ObjectId.isValid(value));
}
const id = new ObjectId(HEX);
check("equals", () => [id.equals(HEX), id.equals(HEX.toUpperCase()), id.equals(new ObjectId(HEX)), id.equals(null), id.equals({ toHexString: () => HEX }), id.equals("x")].join());
check("timestamp", () => id.getTimestamp());
check("texts", () => [id.toString("base64"), id.toHexString(), id.id.toString("hex"), `${id}`].join());
check("from a time", () => ObjectId.createFromTime(5));
check("from hex", () => ObjectId.createFromHexString("5"));
check("from base64", () => ObjectId.createFromBase64("AQEBAQEBAQEBAQEB"));
check("deep equality", () => util.isDeepStrictEqual(new ObjectId(HEX), new ObjectId(HEX)));
check("a new one", () => new ObjectId().toString().length + new ObjectId(null).toString().length);
check("in order", () => new ObjectId().toString() < new ObjectId().toString());
check("without new", () => ObjectId(HEX));

for (const text of ["42", "042", "a", "2147483648", "-2147483649", "1.0", "1.5", "", " 1", "+1"]) check(`Int32 ${text}`, () => Int32.fromString(text));
for (const text of ["1.5", "x", "NaN", "Infinity", "-0", "1e400", "0x10", "", " 1", "1.50"]) check(`Double ${text}`, () => Double.fromString(text));
check("arithmetic", () => new Int32(5) + new Double(1.5));
for (const make of [() => new Binary(), () => new Binary("abc"), () => new Binary(5), () => new Binary([1, 2]), () => new Binary(null)]) check("Binary", make);
check("growing", () => {
  const binary = new Binary();
  binary.put(5);
  binary.put("a");
  binary.write(Buffer.from("hey"));
  return [binary.value(), binary.length(), binary.read(1, 2), binary.toString("hex")];
});
check("no UUID", () => new Binary(Buffer.from("abc")).toUUID());
for (const text of ["x", UUID_TEXT.replaceAll("-", ""), UUID_TEXT.toUpperCase(), 5, Buffer.alloc(15)]) check(`UUID ${text}`, () => new UUID(text));
check("UUID", () => [UUID.isValid(UUID_TEXT), UUID.isValid("x"), new UUID().toString().length, new UUID(UUID_TEXT).equals(UUID_TEXT), new UUID(UUID_TEXT).toBinary()]);
for (const given of [undefined, 5, 5n, { t: 1 }, { t: -1, i: 0 }, { t: 2 ** 32, i: 0 }, { t: "a", i: 1 }, { t: 3, i: 4 }]) check(`Timestamp ${util.inspect(given)}`, () => new Timestamp(given));
check("options", () => new BSONRegExp("a", "q"));
check("null byte", () => new BSONRegExp("a\0"));
check("BSONError", () => [BSONError.isBSONError(new BSONError("x")), new BSONVersionError().message, BSONType.objectId]);
