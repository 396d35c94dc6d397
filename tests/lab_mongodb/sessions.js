// Sessions, and transactions, which a server without replication refuses; events of commands.
const { MongoClient } = require("mongodb");

async function main() {
  const client = new MongoClient("mongodb://localhost:27017", { monitorCommands: true });
  const accounts = client.db("bank").collection("accounts");
  await accounts.insertOne({ _id: "a", balance: 10 });
  const told = ({ name, commandName, databaseName, command, reply, failure }) => {
    if (commandName !== "endSessions") console.log(name, databaseName, commandName, Object.keys(command ?? reply ?? {}), failure?.message);
  };
  for (const name of ["commandStarted", "commandSucceeded", "commandFailed"]) client.on(name, told);

  const session = client.startSession();
  console.log(session.inTransaction(), session.hasEnded);
  console.log(await accounts.findOne({ _id: "a" }, { session }));
  session.startTransaction();
  try {
    await accounts.updateOne({ _id: "a" }, { $inc: { balance: -5 } }, { session });
    await session.commitTransaction();
  } catch (error) {
    console.log(error.name, error.code, error.codeName, error.message);
    await session.abortTransaction();
  }
  console.log(session.inTransaction(), session.transaction.state, await accounts.findOne());
  await session.endSession();
  console.log(session.hasEnded);
  await accounts.findOne({}, { session }).catch((error) => console.log(error.name, error.message));

  await client.withSession((one) => one.withTransaction(() => accounts.deleteMany({}, { session: one }))).catch((error) => console.log(error.message));
  console.log(await client.withSession(async (one) => (await accounts.findOne({}, { session: one })).balance));
  await client.close();
}
main();
