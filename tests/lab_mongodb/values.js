// What becomes of values on their way into a collection and out of it.
const { MongoClient, ...bson } = require("mongodb");

async function main() {
  const client = new MongoClient("mongodb://localhost:27017");
  const db = client.db("lab");
  const values = db.collection("values");
  await values.insertOne({
    _id: new bson.ObjectId("65a1b2c3d4e5f60718293a4b"), int: 5, whole: new bson.Double(2), fraction: 1.5, large: 2 ** 40, big: 5n,
    long: bson.Long.fromString("9007199254740993"), decimal: bson.Decimal128.fromString("1.50"), text: "caf\u00e9 \u{1f600}",
    bytes: Buffer.from("hi"), uuid: new bson.UUID("0f8fad5b-d9cb-469f-a165-70867728950e"), pattern: /a/i, date: new Date(5), nothing: null,
    missing: undefined, list: [1, [2, { a: null }]], map: new Map([["k", 1]]), time: new bson.Timestamp({ t: 1, i: 2 }),
    method() {}, $dollar: undefined,
  }, { ignoreUndefined: true });
  for (const options of [{}, { promoteLongs: false }, { promoteValues: false }, { promoteBuffers: true }, { useBigInt64: true }, { bsonRegExp: true }]) {
    console.log(options, await values.findOne({}, options));
  }
  console.log(await values.findOne({ _id: new bson.ObjectId("65a1b2c3d4e5f60718293a4b") }, { projection: { int: 1, _id: 0 } }));
  console.log(await values.findOne(new bson.ObjectId("65a1b2c3d4e5f60718293a4b"), { projection: { int: 1, _id: 0 } }));
  console.log(await values.findOne({ _id: "65a1b2c3d4e5f60718293a4b" }));
  for (const type of ["int", "double", "long", "decimal", "string", "binData", "regex", "date", "null", "array", "object", "timestamp"]) {
    console.log(type, await values.countDocuments({ $or: ["int", "whole", "large", "big", "decimal", "text", "bytes", "pattern", "date", "nothing", "list", "map", "time"].map((key) => ({ [key]: { $type: type } })) }));
  }

  for (const ignoreUndefined of [false, true]) {
    const undefs = client.db("lab", { ignoreUndefined }).collection(`undefs_${ignoreUndefined}`);
    await undefs.insertOne({ _id: 1, a: undefined, b: [undefined] });
    console.log(await undefs.findOne());
  }
  class Point {
    constructor(x) {
      this.x = x;
    }

    get double() {
      return this.x * 2;
    }

    toBSON() {
      return { x: this.x, kind: "point" };
    }
  }
  const points = db.collection("points");
  await points.insertOne({ _id: 1, at: new Point(3) });
  console.log(await points.findOne());
  const document = { name: "gets a key" };
  await points.insertOne(document);
  console.log(Object.keys(document), document._id.getTimestamp() instanceof Date);
  const keys = new MongoClient("mongodb://localhost:27017", { pkFactory: { createPk: () => "made by us" } });
  console.log(await keys.db("lab").collection("keys").insertOne({}));
  await keys.close();
  await client.close();
}
main();
