// An ordinary session of npm's `mongodb` with `backlab serve --mongo`; the argument is the port.

import assert from "node:assert/strict";
import { MongoClient, ObjectId } from "mongodb";

const client = new MongoClient(`mongodb://127.0.0.1:${process.argv[2]}`, { serverSelectionTimeoutMS: 5000 });
const database = client.db("node");
const [users, items] = [database.collection("users"), database.collection("items")];

const made = await users.insertOne({ name: "Kishore", when: new Date(0) });
assert.ok(made.insertedId instanceof ObjectId);
assert.deepEqual(await users.findOne({ _id: made.insertedId }), { _id: made.insertedId, name: "Kishore", when: new Date(0) });

const wanted = Array.from({ length: 1000 }, (_, n) => ({ _id: n, n }));
assert.equal((await items.insertMany(wanted)).insertedCount, 1000);
const read = [];
for await (const item of items.find().sort({ n: 1 }).batchSize(150)) read.push(item);
assert.deepEqual(read, wanted);

const changed = await items.updateMany({ n: { $gte: 990 } }, { $mul: { n: 2 } });
assert.deepEqual([changed.matchedCount, changed.modifiedCount, changed.upsertedId], [10, 10, null]);
const sums = await items.aggregate([{ $group: { _id: null, sum: { $sum: "$n" } } }]).toArray();
assert.deepEqual(sums, [{ _id: null, sum: 499500 + 9945 }]);
assert.deepEqual(await items.distinct("n", { n: { $lt: 3 } }), [0, 1, 2]);

assert.equal(await users.createIndex({ email: 1 }, { unique: true, sparse: true }), "email_1");
await users.insertOne({ email: "a@x.test" });
await assert.rejects(users.insertOne({ email: "a@x.test" }), { name: "MongoServerError", code: 11000 });
const plan = await users.find({ email: "a@x.test" }).explain("executionStats");
assert.equal(plan.executionStats.totalKeysExamined, 1);
assert.equal(plan.queryPlanner.winningPlan.inputStage.stage, "IXSCAN");
await assert.rejects(users.updateOne({}, { $bogus: 1 }), { code: 9, message: /Unknown modifier: \$bogus/ });

const session = client.startSession();
session.startTransaction();
const words = "Transaction numbers are only allowed on a replica set member or mongos";
await assert.rejects(items.findOne({}, { session }), { code: 20, message: words });
await session.abortTransaction();
await session.endSession();
assert.equal(await items.countDocuments(), 1000);
await database.dropDatabase();
await client.close();
console.log("npm mongodb");
