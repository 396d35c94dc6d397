// What the server refuses, as the program sees it.
const { MongoClient, MongoServerError } = require("mongodb");

async function main() {
  const client = new MongoClient("mongodb://localhost:27017");
  const db = client.db("lab");
  const users = db.collection("users");
  await users.createIndex({ email: 1 }, { unique: true });
  await users.insertOne({ _id: 1, email: "a@b.c" });

  const attempts = {
    "a duplicate": () => users.insertOne({ _id: 2, email: "a@b.c" }),
    "a duplicate key": () => users.insertOne({ _id: 1 }),
    "an update to a duplicate": () => users.updateOne({ _id: 7 }, { $set: { email: "a@b.c" } }, { upsert: true }),
    "an operator of queries": () => users.find({ age: { $above: 5 } }).toArray(),
    "an operator of updates": () => users.updateOne({}, { $put: { a: 1 } }),
    "a conflict": () => users.updateOne({}, { $set: { a: 1 }, $inc: { a: 1 } }),
    "another key": () => users.updateOne({ _id: 1 }, { $set: { _id: 2 } }),
    "a number of a text": () => users.updateOne({ _id: 1 }, { $inc: { email: 1 } }),
    "no such index": () => users.dropIndex("age_1"),
    "no such command": () => db.command({ fly: 1 }),
    "a negative skip": () => users.find().skip(-1).toArray(),
    "a stage": () => users.aggregate([{ $grupo: {} }]).toArray(),
    "a name": () => db.collection("a$b").insertOne({}),
    "another name": () => client.db("a b").collection("c").insertOne({}),
  };
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      await attempt();
      console.log(name, "was done");
    } catch (error) {
      console.log(`${name}: ${error}`);
      console.log("  ", error instanceof MongoServerError, error.code, error.codeName, error.keyPattern, error.keyValue, error.index);
    }
  }
  const circle = {};
  circle.itself = circle;
  await users.insertOne(circle).catch((error) => console.log(error.name, error.message));
  await users.insertOne({ "a\0b": 1 }).catch((error) => console.log(error.name, JSON.stringify(error.message)));
  await client.close();
  await users.findOne().catch((error) => console.log(error.name, error.message));
}
main();
