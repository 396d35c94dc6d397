// An ordinary session of mongosh with `backlab serve --mongo`.

db = db.getSiblingDB("shell");
const made = db.users.insertOne({ name: "Kishore" });
assert.equal(made.acknowledged, true);
db.items.insertMany(Array.from({ length: 1000 }, (_, n) => ({ n })));
assert.equal(db.items.find().toArray().length, 1000);
const changed = db.items.updateMany({ n: { $lt: 5 } }, { $set: { small: true } });
assert.equal(changed.modifiedCount, 5);
assert.deepEqual(db.items.aggregate([{ $match: { small: true } }, { $count: "n" }]).toArray(), [{ n: 5 }]);
assert.equal(db.users.createIndex({ email: 1 }), "email_1");
assert.equal(db.users.find({ email: "a" }).explain("executionStats").executionStats.totalKeysExamined, 0);
assert.deepEqual(db.getCollectionNames().sort(), ["items", "users"]);
const session = db.getMongo().startSession();
session.startTransaction();
let refused;
try {
  session.getDatabase("shell").users.findOne();
} catch (error) {
  refused = error;
}
assert.equal(refused?.code, 20);
db.dropDatabase();
print("mongosh");
