// A server that is not there, and the names of an import.

import mongodb, { MongoClient, MongoServerSelectionError, ObjectId } from "mongodb";
import { ObjectId as Id, EJSON } from "bson";

console.log(typeof mongodb.MongoClient, mongodb.MongoClient === MongoClient, new ObjectId() instanceof ObjectId, typeof Id, EJSON.stringify({ a: 1 }));
const client = new MongoClient("mongodb://no-such-host.invalid", { serverSelectionTimeoutMS: 50 });
try {
  await client.connect();
} catch (error) {
  console.log(error.name, error.message, error instanceof MongoServerSelectionError, error.cause?.name, error.cause?.cause?.code);
}
await client.close();
const srv = new MongoClient("mongodb+srv://cluster0.no-such-host.invalid");
await srv.connect().catch((error) => console.log(error.name, error.message, error.code, error.syscall, error.hostname));
