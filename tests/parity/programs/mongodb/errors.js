// The classes of errors, and what is refused before anything is sent.

const mongodb = require("mongodb");

const { MongoClient, MongoError, MongoServerError, WriteConcern, ReadConcern, ReadPreference } = mongodb;

for (const name of Object.keys(mongodb).filter((key) => key.endsWith("Error") && !key.startsWith("MongoCrypt")).sort()) {
  const chain = [];
  for (let one = mongodb[name]; one !== Error; one = Object.getPrototypeOf(one)) chain.push(one.name);
  console.log(chain.join(" < "));
}
const error = new MongoError("x");
error.addErrorLabel("RetryableWriteError");
console.log(error.hasErrorLabel("RetryableWriteError"), error.hasErrorLabel("other"), error.errorLabels, error.errmsg, Object.keys(error));
console.log(Object.entries(new MongoServerError({ message: "m", code: 5, codeName: "X", extra: 1, errorLabels: ["a"] })));
console.log(new MongoServerError({ errmsg: "said", code: 5 }).message, new MongoServerError({ code: 5 }).message);
console.log(new WriteConcern("majority", 5), new WriteConcern(1, undefined, true), new ReadConcern("local"), new ReadPreference("nearest"));
for (const name of ["ReturnDocument", "ReadPreferenceMode", "ReadConcernLevel", "ServerApiVersion", "ExplainVerbosity", "BatchType", "CURSOR_FLAGS", "CursorTimeoutMode", "MongoErrorLabel", "ProfilingLevel"]) {
  console.log(name, mongodb[name]);
}

const collection = new MongoClient("mongodb://localhost").db("shop").collection("users");
const calls = {
  insertOne: [[], [null], [undefined]],
  insertMany: [[], [{ a: 1 }]],
  updateOne: [[{}], [{}, null], [{}, {}], [{}, { a: 1 }], [{}, []], [null, { $set: { a: 1 } }], [5, { $set: { a: 1 } }]],
  updateMany: [[{}, { a: 1 }]],
  replaceOne: [[{}], [{}, { $set: { a: 1 } }]],
  findOneAndUpdate: [[], [{}], [{}, { a: 1 }]],
  findOneAndReplace: [[{}], [{}, { $set: { a: 1 } }]],
  findOneAndDelete: [[]],
  bulkWrite: [[], [{}]],
};
const wrongCursors = {
  aggregate: [{ $match: {} }, 5],
};
const changes = [
  (cursor) => cursor.limit("x"), (cursor) => cursor.skip("x"), (cursor) => cursor.batchSize("x"), (cursor) => cursor.sort({ a: 5 }),
  (cursor) => cursor.addCursorFlag("zzz", true), (cursor) => cursor.addCursorFlag("noCursorTimeout", 5), (cursor) => cursor.maxTimeMS("x"),
  (cursor) => cursor.addQueryModifier("comment", "x"), (cursor) => cursor.allowDiskUse(),
];
function say(name, problem) {
  console.log(name, problem.constructor.name, problem.name, problem.message, problem instanceof MongoError);
}
(async () => {
  for (const [name, lists] of Object.entries(calls)) {
    for (const list of lists) await collection[name](...list).then(() => console.log("done"), (problem) => say(`${name} ${JSON.stringify(list)}`, problem));
  }
  for (const [name, list] of Object.entries(wrongCursors)) {
    for (const given of list) {
      try {
        collection[name](given);
      } catch (problem) {
        say(name, problem);
      }
    }
  }
  for (const change of changes) {
    try {
      change(collection.find());
    } catch (problem) {
      say(String(change), problem);
    }
  }
  const client = new MongoClient("mongodb://localhost");
  const session = client.startSession();
  await session.commitTransaction().catch((problem) => say("commit", problem));
  session.startTransaction();
  console.log(session.inTransaction(), session.transaction.state);
  try {
    session.startTransaction();
  } catch (problem) {
    say("start", problem);
  }
  await client.close();
  await client.db().collection("c").findOne().catch((problem) => say("closed", problem));
})();
