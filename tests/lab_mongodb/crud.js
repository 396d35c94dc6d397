// The four kinds of operations on documents, and what each gives.
const { MongoClient, ObjectId } = require("mongodb");

async function main() {
  const client = new MongoClient("mongodb://localhost:27017/shop");
  await client.connect();
  const db = client.db();
  const users = db.collection("users");

  const made = await users.insertOne({ name: "Ada" });
  console.log(made.acknowledged, made.insertedId instanceof ObjectId, ObjectId.isValid(made.insertedId));
  await users.deleteMany({});

  console.log(await users.insertOne({ _id: 1, name: "Ada", age: 36, tags: ["maths"] }));
  console.log(await users.insertMany([{ _id: 2, name: "Bob", age: 20 }, { _id: 3, name: "Cy", age: 41 }, { _id: 4, name: "Di" }]));
  console.log(await users.find().toArray());
  console.log(await users.find({ age: { $gt: 21 } }, { projection: { name: 1, _id: 0 } }).sort({ age: -1 }).toArray());
  console.log(await users.findOne({ name: "Bob" }), await users.findOne({ name: "Nobody" }));
  console.log(await users.countDocuments({ age: { $exists: true } }), await users.countDocuments(), await users.estimatedDocumentCount());
  console.log(await users.distinct("name"), await users.distinct("tags"));

  console.log(await users.updateOne({ _id: 1 }, { $inc: { age: 1 }, $push: { tags: "engines" } }));
  console.log(await users.updateOne({ _id: 1 }, { $set: { age: 37 } }));
  console.log(await users.updateOne({ _id: 9 }, { $set: { age: 1 } }));
  console.log(await users.updateOne({ _id: 5 }, { $set: { name: "Eve" } }, { upsert: true }));
  console.log(await users.updateMany({}, { $set: { active: true } }));
  console.log(await users.updateOne({ _id: 2 }, [{ $set: { age: { $add: ["$age", 5] } } }]));
  console.log(await users.replaceOne({ _id: 4 }, { name: "Dina" }));
  console.log(await users.findOneAndUpdate({ _id: 2 }, { $inc: { age: 1 } }));
  console.log(await users.findOneAndUpdate({ _id: 2 }, { $inc: { age: 1 } }, { returnDocument: "after", projection: { age: 1 } }));
  console.log(await users.findOneAndUpdate({ _id: 99 }, { $inc: { age: 1 } }));
  console.log(await users.findOneAndUpdate({ _id: 99 }, { $inc: { age: 1 } }, { includeResultMetadata: true }));
  console.log(await users.findOneAndReplace({ _id: 5 }, { name: "Eva" }, { returnDocument: "after" }));
  console.log(await users.findOneAndDelete({ _id: 5 }));
  console.log(await users.deleteOne({ name: "Cy" }), await users.deleteOne({ name: "Cy" }));
  console.log(await users.deleteMany({ active: true }));

  const groups = users.aggregate([{ $group: { _id: null, names: { $push: "$name" } } }, { $project: { _id: 0 } }]);
  console.log(await groups.toArray());
  console.log((await db.listCollections().toArray()).map(({ name, type }) => [name, type]));
  console.log((await db.collections()).map((collection) => collection.namespace));
  console.log(await db.command({ ping: 1 }), await db.admin().ping());
  const notes = await db.createCollection("notes");
  console.log(notes.collectionName, (await notes.rename("papers")).namespace, await db.dropCollection("papers"), await db.collection("none").drop());
  console.log(await db.dropDatabase(), await users.countDocuments());
  await client.close();
}
main();
