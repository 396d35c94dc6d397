// Cursors: batches, ways to read, what may be changed and when.
const { MongoClient } = require("mongodb");

async function main() {
  const client = new MongoClient("mongodb://localhost:27017");
  const numbers = client.db("lab").collection("numbers");
  await numbers.insertMany(Array.from({ length: 250 }, (_, index) => ({ _id: index + 1 })));

  const cursor = numbers.find().sort({ _id: -1 }).skip(2).limit(4);
  console.log(await cursor.hasNext(), await cursor.next(), cursor.bufferedCount(), cursor.readBufferedDocuments(2));
  console.log(await cursor.next(), await cursor.next(), await cursor.hasNext(), cursor.closed);
  cursor.rewind();
  console.log((await cursor.toArray()).length, await cursor.toArray(), (await cursor.clone().toArray()).length);

  let sum = 0;
  for await (const { _id } of numbers.find({}, { batchSize: 100 })) sum += _id;
  console.log(sum, (await numbers.find({}, { batchSize: 7, limit: 30 }).toArray()).length);

  const broken = numbers.find();
  for await (const { _id } of broken) if (_id === 3) break;
  await broken.next().catch((error) => console.log(error.name, error.message));
  const left = numbers.find({ _id: { $lt: 4 } });
  for await (const { _id } of left) if (_id === 1) break;
  console.log(await left.toArray(), await left.toArray());

  const seen = [];
  await numbers.find().forEach(({ _id }) => {
    seen.push(_id);
    return _id < 3;
  });
  console.log(seen, await numbers.find({ _id: { $lt: 4 } }).map(({ _id }) => _id * 2).map(String).toArray());
  const streamed = [];
  for await (const document of numbers.find({ _id: { $lte: 2 } }).stream()) streamed.push(document);
  console.log(streamed);
  const used = numbers.find();
  await used.next();
  for (const name of ["sort", "limit", "project", "map", "filter"]) {
    try {
      used[name](1);
    } catch (error) {
      console.log(name, error.name, error.message);
    }
  }
  await used.close();
  for (const sort of ["_id", { _id: "descending" }, [["_id", -1]], ["_id", 1], new Map([["_id", -1]])]) {
    console.log(sort, await numbers.find().sort(sort).limit(1).next());
  }
  await numbers.find().map(() => null).next().catch((error) => console.log(error.name, error.message));
  await numbers.find().map(() => { throw new Error("in a map"); }).toArray().catch((error) => console.log(error.message));
  const totals = numbers.aggregate().match({ _id: { $lt: 5 } }).sort({ _id: -1 }).limit(2).project({ half: { $divide: ["$_id", 2] } });
  for await (const document of totals) console.log(document);
  await client.close();
}
main();
