// Addresses and options of a client, right and wrong.

const { MongoClient } = require("mongodb");

function check(address, options) {
  try {
    const client = new MongoClient(address, options);
    const { hosts, dbName, credentials, retryWrites, writeConcern, maxPoolSize } = client.options;
    console.log(address, options ?? "", "=>", hosts.map(String), dbName, credentials?.username, retryWrites, writeConcern, maxPoolSize);
  } catch (error) {
    console.log(address, options ?? "", "throws", error.name, error.message, error.code);
  }
}

const addresses = [
  "", "foo", "http://x", "mongodb://", "mongodb:/x", "mongodb://localhost", "mongodb://LOCALHOST:5/shop", "mongodb://localhost:99999",
  "mongodb://localhost:0", "mongodb://localhost:abc", "mongodb://a,b:5/x", "mongodb://[::1]:5/x", "mongodb://u:p@localhost/x",
  "mongodb://u:p@@localhost", "mongodb://:p@localhost", "mongodb://user:pa%ss@localhost", "mongodb://user:pass/word@localhost",
  "mongodb+srv://a.b.c/x", "mongodb+srv://a.b.c:5", "mongodb+srv://a.b.c,d.e.f", "mongodb://%2Ftmp%2Fmongodb.sock/x",
  "mongodb://localhost/?foo=bar", "mongodb://localhost?x=1", "mongodb://localhost/?maxPoolSize=x", "mongodb://localhost/?maxPoolSize=-1",
  "mongodb://localhost/?maxPoolSize=5&maxPoolSize=6", "mongodb://localhost/x?retryWrites=maybe", "mongodb://localhost/x?retryWrites=false",
  "mongodb://localhost/?w=majority", "mongodb://localhost/?w=2&wtimeoutMS=5&journal=true", "mongodb://localhost/?readPreference=foo",
  "mongodb://localhost/?tls=true&ssl=false", "mongodb://localhost/?directConnection=true&loadBalanced=true",
  "mongodb://localhost/x?authSource=", "mongodb://localhost/?compressors=zip", "mongodb://localhost/shop%20a",
];
for (const address of addresses) check(address);
for (const address of [undefined, null, 5, {}]) check(address);

const options = [
  { foo: 1 }, { foo: 1, bar: 2 }, { useNewUrlParser: true }, { useNewUrlParser: true, useUnifiedTopology: true }, { maxPoolSize: 7 },
  { maxPoolSize: "x" }, { serverApi: "1" }, { serverApi: "9" }, { ignoreUndefined: true }, { w: "majority" }, { writeConcern: { w: 1 } },
  { readPreference: "secondary" }, { readPreference: "zzz" }, { auth: { username: "a", password: "b" } }, { pkFactory: {} },
  { monitorCommands: 1 }, { connectTimeoutMS: "abc" }, { useBigInt64: true, promoteLongs: false }, { retryWrites: "false" },
];
for (const given of options) check("mongodb://localhost", given);

const client = new MongoClient("mongodb://localhost/shop", { promoteLongs: false });
console.log(client.options.hosts, client.bsonOptions, client.readPreference, client.writeConcern, client.readConcern);
const db = client.db();
const users = db.collection("users");
console.log(db.databaseName, db.namespace, db.options.retryWrites, users.collectionName, users.dbName, users.namespace, users.hint);
console.log(client.db("other", { promoteLongs: true }).bsonOptions.promoteLongs, client.db("").databaseName);
for (const name of ["a.b", "a b", 5]) {
  try {
    console.log(client.db(name).databaseName);
  } catch (error) {
    console.log(error.name, error.message);
  }
}
