// Many writes at once, in order and without; what failed and what did not.
const { MongoClient, MongoBulkWriteError } = require("mongodb");

async function main() {
  const client = new MongoClient("mongodb://localhost:27017");
  const items = client.db("lab").collection("items");
  await items.createIndex({ code: 1 }, { unique: true });
  await items.insertOne({ _id: 0, code: "a" });

  const failing = [{ _id: 1, code: "b" }, { _id: 2, code: "a" }, { _id: 3, code: "c" }, { _id: 4, code: "a" }];
  for (const ordered of [true, false]) {
    try {
      await items.insertMany(failing, { ordered });
    } catch (error) {
      console.log(error instanceof MongoBulkWriteError, error.code, error.message);
      console.log(error.insertedCount, error.insertedIds, error.writeErrors.map(({ index, code, errmsg }) => [index, code, errmsg]));
      console.log(error.result);
    }
    await items.deleteMany({ _id: { $gt: 0 } });
  }

  console.log(await items.bulkWrite([
    { insertOne: { document: { _id: 5, code: "e" } } },
    { updateOne: { filter: { _id: 5 }, update: { $set: { left: 3 } } } },
    { updateMany: { filter: {}, update: { $inc: { left: 1 } } } },
    { updateOne: { filter: { _id: 6 }, update: { $set: { code: "f" } }, upsert: true } },
    { replaceOne: { filter: { _id: 0 }, replacement: { code: "z" } } },
    { deleteOne: { filter: { _id: 5 } } },
    { deleteMany: { filter: { _id: 100 } } },
  ]));
  console.log(await items.find().toArray());

  const bulk = items.initializeOrderedBulkOp();
  bulk.insert({ _id: 7, code: "g" });
  bulk.find({ _id: 7 }).updateOne({ $set: { left: 1 } });
  bulk.find({ _id: 8 }).upsert().replaceOne({ code: "h" });
  bulk.find({ code: "z" }).delete();
  console.log(bulk.length, bulk.batches.length);
  const result = await bulk.execute();
  console.log(result, result.isOk(), result.hasWriteErrors(), result.getUpsertedIdAt(0));
  await bulk.execute().catch((error) => console.log(error.name, error.message));
  console.log(await items.find().sort({ _id: 1 }).toArray());
  await client.close();
}
main();
