"use strict";

const { createClient } = require("redis");

let heard = [];
const listener = (...parts) => heard.push(parts);

/** Publishes, and tells how many were reached and what they heard. */
async function publish(client, channel, message) {
  const count = await client.publish(channel, message);
  await new Promise((resolve) => setTimeout(resolve, 20));
  console.log(channel, count, heard);
  heard = [];
}

async function main() {
  const publisher = await createClient().connect();
  const subscriber = await publisher.duplicate().connect();
  const second = (message) => heard.push(["second", message]);

  await publish(publisher, "news", "nobody");
  console.log(await subscriber.subscribe("news", listener), subscriber.isPubSubActive);
  console.log(await subscriber.subscribe(["news", "sport"], second));
  await publish(publisher, "news", "one");
  await publish(publisher, "sport", "two");
  await publish(publisher, "other", "three");
  await subscriber.pSubscribe("s*", (message, channel) => heard.push(["pattern", message, channel]));
  await publish(publisher, "sport", "four");
  console.log(await publisher.pubSubNumSub(["news", "sport"]), await publisher.pubSubNumPat());
  await subscriber.subscribe("bytes", listener, true);
  await publish(publisher, "bytes", Buffer.from([1, 255]));
  console.log((await publisher.pubSubChannels()).sort());
  // With RESP3 a client that listens can do other things too.
  console.log(await subscriber.set("k", "v"), await subscriber.get("k"), await subscriber.ping());
  console.log(await subscriber.unsubscribe("news", second));
  await publish(publisher, "news", "five");
  console.log(await subscriber.unsubscribe("news"));
  await publish(publisher, "news", "six");
  console.log(await subscriber.unsubscribe());
  await publish(publisher, "sport", "seven");
  console.log(await subscriber.pUnsubscribe("s*"), subscriber.isPubSubActive);
  await publish(publisher, "sport", "eight");

  const old = await createClient({ RESP: 2 }).connect();
  await old.subscribe(["news", "sport"], listener);
  await publish(publisher, "news", "nine");
  await old.get("k").catch((error) => console.log(error.constructor.name, error.message));
  console.log(await old.ping(), await old.unsubscribe(["news", "sport"]));
  await publish(publisher, "news", "ten");
  old.destroy();

  await publisher.del("jobs");
  const waits = subscriber.blPop("jobs", 5).then((job) => console.log("job", job));
  const behind = subscriber.get("k").then((value) => console.log("behind", value));
  const pushed = await publisher.rPush("jobs", "a");
  await Promise.all([waits, behind]);
  console.log(pushed);
  const began = Date.now();
  console.log(await subscriber.blPop("jobs", 0.2), Date.now() - began >= 190);
  const other = await createClient({ RESP: 2 }).connect();
  const moved = subscriber.blMove("jobs", "done", "LEFT", "RIGHT", 0);
  const popped = other.bzPopMin("scores", 0);
  await publisher.rPush("jobs", ["b", "c"]);
  await publisher.zAdd("scores", { score: 2.5, value: "m" });
  console.log(await moved, await popped);
  const read = subscriber.xRead({ key: "events", id: "$" }, { BLOCK: 1000 });
  await publisher.xAdd("events", "5-1", { a: "1" });
  console.log(JSON.stringify(await read));
  await publisher.flushAll();
  await Promise.all([publisher.quit(), subscriber.close(), other.quit()]);
}

main();
