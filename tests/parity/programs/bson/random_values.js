// Values that a simple generator makes: what is computed with them, and documents of them there and back.

const { EJSON, Long, Decimal128, ...bson } = require("bson");
const util = require("util");

let state = 12345;
function random() {
  state = (state * 1103515245 + 12345) & 0x7fffffff;
  return state / 0x7fffffff;
}
const int = (limit) => Math.floor(random() * limit);
const pick = (list) => list[int(list.length)];
function show(name, work) {
  let result;
  try {
    result = work();
  } catch (error) {
    result = `${error.constructor.name}: ${error.message}`;
  }
  console.log(name, typeof result === "string" ? result : util.inspect(result, { depth: 9 }));
}

function long() {
  const unsigned = random() < 0.3;
  return pick([
    () => Long.fromNumber(int(200) - 100, unsigned),
    () => new Long(int(2 ** 32) | 0, int(2 ** 32) | 0, unsigned),
    () => pick([Long.MAX_VALUE, Long.MIN_VALUE, Long.ZERO, Long.ONE, Long.NEG_ONE, Long.MAX_UNSIGNED_VALUE]),
    () => Long.fromString(`${int(1e9)}${int(1e9)}`, unsigned),
    () => Long.fromInt(int(2 ** 32) | 0, unsigned),
  ])();
}
const binary = ["add", "subtract", "multiply", "divide", "and", "or", "xor", "compare", "equals", "lessThan", "gte", "ne"];
const unary = ["negate", "not", "isZero", "isOdd", "toNumber", "toInt", "toBigInt", "toBytesLE", "toUnsigned", "getNumBitsAbs", "toString"];
for (let count = 0; count < 600; count += 1) {
  const [one, other, bits] = [long(), long(), int(70)];
  const [first, second] = [pick(binary), pick(unary)];
  show(`${one} ${first} ${other}`, () => one[first](other));
  show(`${one} ${second}`, () => one[second]());
  show(`${one} ${bits}`, () => [one.shiftLeft(bits), one.shiftRight(bits), one.shiftRightUnsigned(bits), one.toString(2 + int(35))]);
}

const digits = (count) => Array.from({ length: count }, () => int(10)).join("");
for (let count = 0; count < 600; count += 1) {
  let text = pick(["", "-", "+"]) + digits(int(pick([3, 10, 40])));
  if (random() < 0.5) text += `.${digits(int(pick([3, 36])))}`;
  if (random() < 0.5) text += pick(["e", "E"]) + pick(["", "-", "+"]) + int(pick([5, 50, 6200, 7000]));
  show(text, () => Decimal128.fromString(text));
}

function value(depth) {
  return pick([
    () => int(100), () => random() * 1e6, () => -int(1e9), () => int(2 ** 31) * 4, () => pick(["", "abc", "\u20ac\u{1f600}", "a\0b"]),
    () => random() < 0.5, () => null, () => undefined, () => new Date(int(2e9) * 1000), () => long(), () => pick([/ab+c/i, /x/gm]),
    () => new bson.ObjectId(Buffer.from(digits(12))), () => new bson.Binary(Buffer.from("abc"), int(6)), () => new bson.Int32(int(100)),
    () => new bson.Double(int(100)), () => BigInt(int(1e9)) * BigInt(int(1e9)), () => Decimal128.fromString(digits(5)),
    () => new bson.Timestamp({ t: int(100), i: int(100) }),
    ...(depth > 2 ? [] : [() => Array.from({ length: int(4) }, () => value(depth + 1)), () => object(depth + 1), () => new Map([["a", value(depth + 1)]])]),
  ])();
}
function object(depth) {
  const made = {};
  for (let left = int(5); left > 0; left -= 1) made[pick(["a", "b", "x.y", "$z", "\u00e9", "10", "0"])] = value(depth);
  return made;
}
for (let count = 0; count < 500; count += 1) {
  const made = object(0);
  show("bytes", () => Buffer.from(bson.serialize(made)).toString("hex"));
  const how = pick([{}, { promoteLongs: false }, { promoteValues: false }, { promoteBuffers: true }, { useBigInt64: true }, { bsonRegExp: true }]);
  show("back", () => bson.deserialize(bson.serialize(made), how));
  const form = pick([{}, { relaxed: false }, { legacy: true }]);
  show("text", () => EJSON.stringify(made, form));
  show("text back", () => EJSON.parse(EJSON.stringify(made, form), form));
}
