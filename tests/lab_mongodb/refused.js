// What the lab has not of the driver is refused by its name; a store of one's own is for each program.
const mongodb = require("mongodb");
const bson = require("bson");

const { MongoClient } = mongodb;

async function main() {
  console.log(require.resolve("mongodb"), require.resolve("bson"), mongodb.ObjectId === bson.ObjectId, mongodb.BSON.EJSON === bson.EJSON);
  const imported = await import("mongodb");
  console.log(imported.MongoClient === MongoClient, imported.default === mongodb, Object.keys(mongodb).every((name) => name in imported));

  const client = new MongoClient("mongodb://127.0.0.1:27017");
  const users = client.db("lab").collection("users");
  const attempts = {
    GridFSBucket: () => new mongodb.GridFSBucket(client.db("lab")),
    ClientEncryption: () => new mongodb.ClientEncryption(client),
    watch: () => users.watch().next(),
    "a watch of the client": async () => { for await (const change of client.watch()) console.log(change); },
    createSearchIndex: async () => users.createSearchIndex({}),
    "MongoClient.bulkWrite": () => client.bulkWrite([{ name: "insertOne", namespace: "lab.users", document: {} }]),
    "raw bytes": () => users.findOne({}, { raw: true }),
    vectors: () => bson.Binary.fromInt8Array(new Int8Array(1)),
    ByteUtils: () => bson.ByteUtils.fromHex("00"),
    "levels without end": () => users.insertOne(Array.from({ length: 300 }).reduce((inner) => ({ inner }), {})),
  };
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      await attempt();
      console.log(name, "was done");
    } catch (error) {
      console.log(`${name}: ${error.name}: ${error.message}`, error.code);
    }
  }
  users.watch().on("change", () => {}).on("error", (error) => console.log("on error:", error.message));

  const addresses = [
    "mongodb://localhost:5000", "mongodb://[::1]", "mongodb://somewhere.example", "mongodb+srv://cluster.example.net/shop", "mongodb://ada:secret@localhost",
    "mongodb://localhost/?replicaSet=rs0", "mongodb://localhost/?tls=true", "mongodb://%2Ftmp%2Fmongodb.sock",
  ];
  for (const address of addresses) {
    await MongoClient.connect(address).then(
      async (connected) => { console.log(address, await connected.db("lab").collection("users").countDocuments()); },
      (error) => console.log(address, `${error.name}: ${error.message}`),
    );
  }
  // A client that nobody closes keeps no program of the lab alive.
}
main();
