// Indexes: made, listed, used and dropped.
const { MongoClient } = require("mongodb");

async function main() {
  const client = new MongoClient("mongodb://localhost:27017");
  const db = client.db("lab");
  const users = db.collection("users");
  await users.insertMany(Array.from({ length: 100 }, (_, index) => ({ _id: index, age: index % 50, city: index % 2 ? "Oslo" : "Pune" })));

  const stats = async (cursor) => {
    const { queryPlanner, executionStats } = await cursor.explain("executionStats");
    const stages = [];
    for (let stage = queryPlanner.winningPlan; stage; stage = stage.inputStage) stages.push(stage.indexName ? `${stage.stage} ${stage.indexName}` : stage.stage);
    const { nReturned, totalKeysExamined, totalDocsExamined } = executionStats;
    console.log(stages, nReturned, totalKeysExamined, totalDocsExamined);
  };
  await stats(users.find({ age: 7 }));
  console.log(await users.createIndex({ age: 1, city: -1 }), await users.createIndex("city", { name: "by_city", sparse: true }));
  console.log(await users.createIndexes([{ key: { a: 1 } }, { key: { b: 1 }, name: "z", unique: true, partialFilterExpression: { b: { $exists: true } } }]));
  await stats(users.find({ age: 7 }));
  await stats(users.find({ age: { $gte: 10, $lt: 20 } }).sort({ age: 1 }));
  await stats(users.find({ _id: 5 }));
  console.log(await users.indexes());
  console.log(await users.indexInformation(), await users.indexExists("by_city"), await users.indexExists(["by_city", "none"]));
  console.log((await users.listIndexes().toArray()).length);
  await users.dropIndex("by_city");
  console.log((await users.indexes()).map(({ name }) => name), await users.dropIndexes(), (await users.indexes()).map(({ name }) => name));
  await client.close();
}
main();
