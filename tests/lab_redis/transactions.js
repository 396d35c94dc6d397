"use strict";

const { createClient, WatchError, MultiErrorReply, ErrorReply } = require("redis");

async function main() {
  const client = createClient();
  await client.connect();
  await client.flushAll();
  const other = await client.duplicate().connect();

  console.log(await client.multi().set("a", "1").incr("a").get("a").hSet("h", "f", "1").hGetAll("h").zAdd("z", { score: 1, value: "m" }).zRangeWithScores("z", 0, -1).exec());
  console.log(await client.multi().exec(), await client.multi().get("a").get("none").execAsPipeline(), await client.multi().execAsPipeline());
  console.log(await client.multi().addCommand(["GET", "a"]).sendCommand(["INCR", "a"]).exec(true));

  await client.set("text", "word");
  try {
    await client.multi().incr("text").set("b", "2").lPush("text", "x").exec();
  } catch (error) {
    console.log(error instanceof MultiErrorReply, error instanceof ErrorReply, error.message, error.errorIndexes);
    console.log(error.replies.map((reply) => (reply instanceof Error ? reply.message : reply)), [...error.errors()].length);
  }
  console.log(await client.get("b"));
  await client.multi().addCommand(["NOSUCH", "a"]).set("b", "3").exec().catch((error) => console.log(error.constructor.name, error.message));
  console.log(await client.get("b"));
  await client.multi().incr("text").set("b", "4").execAsPipeline().catch((error) => console.log(error.constructor.name, error.message));
  console.log(await client.get("b"));

  console.log(await client.watch("a"), client.isWatching);
  await other.set("a", "100");
  try {
    await client.multi().set("a", "mine").exec();
  } catch (error) {
    console.log(error instanceof WatchError, error.message, error.name, client.isWatching);
  }
  console.log(await client.get("a"), await client.watch(["a", "b"]));
  console.log(await client.multi().incr("a").exec(), await client.watch("a"), await client.unwatch());
  await other.incr("a");
  console.log(await client.multi().incr("a").exec());

  // Two that read, then write, lose an update; a transaction that watches does not.
  await client.set("count", "0");
  const add = async (one) => {
    const before = Number(await one.get("count"));
    await one.set("count", before + 1);
  };
  await Promise.all([add(client), add(other)]);
  console.log(await client.get("count"));
  const addSafely = async (one) => {
    for (;;) {
      await one.watch("count");
      const before = Number(await one.get("count"));
      try {
        await one.multi().set("count", String(before + 1)).exec();
        return;
      } catch (error) {
        if (!(error instanceof WatchError)) throw error;
      }
    }
  };
  await Promise.all([addSafely(client), addSafely(other)]);
  console.log(await client.get("count"));
  await client.select(1);
  console.log(await client.get("count"), await client.multi().select(0).get("count").exec(), await client.get("count"));
  await client.close();
  await other.close();
  console.log(client.isOpen, other.isReady);
}

main();
