// Two that read, compute and write lose an update; two that let the server compute do not.
const { MongoClient } = require("mongodb");

async function main() {
  const client = new MongoClient("mongodb://localhost:27017");
  const counters = client.db("lab").collection("counters");
  await counters.insertMany([{ _id: "read and write", n: 0 }, { _id: "$inc", n: 0 }]);

  async function readAndWrite() {
    const { n } = await counters.findOne({ _id: "read and write" });
    await counters.updateOne({ _id: "read and write" }, { $set: { n: n + 1 } });
  }
  const increment = () => counters.updateOne({ _id: "$inc" }, { $inc: { n: 1 } });
  await Promise.all([readAndWrite(), readAndWrite(), readAndWrite(), increment(), increment(), increment()]);
  console.log(await counters.find().toArray());

  const order = [];
  const reading = counters.findOne().then(() => order.push("answer"));
  order.push("next line");
  await Promise.resolve().then(() => order.push("promise"));
  await new Promise((resolve) => { process.nextTick(resolve); }).then(() => order.push("tick"));
  await reading;
  console.log(order);

  const unknown = counters.insertOne({ _id: "x" });
  console.log(unknown instanceof Promise, await counters.countDocuments());
  await unknown;
  await client.close();
}
main();
