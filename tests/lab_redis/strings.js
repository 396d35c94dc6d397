"use strict";

const { createClient } = require("redis");

async function main() {
  const client = createClient();
  client.on("error", (error) => console.log("error", error));
  await client.connect();
  console.log(client.isOpen, client.isReady);
  await client.flushAll();

  console.log(await client.set("name", "Ada"), await client.get("name"), await client.get("none"));
  console.log(await client.set("n", 5), await client.incr("n"), await client.incrBy("n", 10), await client.decr("n"));
  console.log(await client.decrBy("n", 3), await client.incrByFloat("n", 0.5), await client.append("name", " L."));
  console.log(await client.strLen("name"), await client.getRange("name", 0, 2), await client.setRange("name", 4, "M"));
  console.log(await client.set("name", "Bob", { NX: true }), await client.set("name", "Bob", { XX: true, GET: true }));
  console.log(await client.set("a", "1", { EX: 100 }), await client.ttl("a"), await client.set("a", "2", { KEEPTTL: true }));
  console.log(await client.ttl("a"), await client.persist("a"), await client.ttl("a"), await client.ttl("none"));
  console.log(await client.set("b", "1", { expiration: { type: "PX", value: 90000 }, condition: "NX" }));
  console.log((await client.pTTL("b")) > 80000, await client.set("b", "2", { condition: "NX" }));
  console.log(await client.set("b", "2", { expiration: "KEEPTTL" }), (await client.pTTL("b")) > 80000);
  console.log(await client.setEx("c", 50, "3"), await client.pSetEx("d", 60000, "4"), await client.setNX("c", "5"));
  console.log(await client.getEx("c", { type: "PERSIST" }), await client.ttl("c"));
  console.log(await client.getEx("c", { EX: 10 }), await client.ttl("c"), await client.getDel("c"), await client.exists("c"));
  console.log(await client.getSet("d", "six"), await client.mSet({ x: "1", y: "2" }), await client.mGet(["x", "none", "y"]));
  console.log(await client.mSet([["x", "3"], ["z", "4"]]), await client.mSet(["p", "7", "q", "8"]));
  console.log(await client.mSetNX({ x: "9", w: "1" }), await client.mGet(["x", "w", "p"]));
  console.log(await client.exists(["x", "y", "none"]), await client.del(["x", "none"]), await client.unlink("y"));
  console.log(await client.type("z"), await client.type("none"), await client.rename("z", "zz"), await client.renameNX("zz", "p"));
  console.log((await client.keys("*")).sort(), await client.dbSize(), await client.copy("p", "pp"), await client.get("pp"));
  console.log(await client.expire("p", 100), await client.expire("p", 50, "GT"), await client.expire("none", 5));
  console.log(await client.expireAt("p", new Date(Date.now() + 60500)), await client.ttl("p") <= 61);
  console.log(await client.setBit("bits", 7, 1), await client.getBit("bits", 7), await client.bitCount("bits"));
  console.log(await client.bitPos("bits", 1), await client.bitOp("NOT", "not", "bits"), await client.touch(["p", "q"]));
  console.log(await client.GET("name"), await client.SET("up", "1"), await client.INCR("up"));
  console.log(await client.sendCommand(["SET", "raw", "1"]), await client.sendCommand(["GET", "raw"]));
  console.log(await client.echo("hello"), await client.ping(), await client.ping("hi"), await client.lcs("name", "raw"));
  console.log(await client.set(Buffer.from([255, 0]), Buffer.from([1, 2, 254])), await client.strLen(Buffer.from([255, 0])));
  await client.set("big", "9007199254740993");
  console.log(await client.incr("big"), await client.get("big"));

  const seen = [];
  await client.mSet(Array.from({ length: 30 }, (_, i) => [`user:${i}`, String(i)]));
  for await (const keys of client.scanIterator({ MATCH: "user:*", COUNT: 7 })) seen.push(...keys);
  console.log(seen.length, new Set(seen).size);
  const page = await client.scan("0", { MATCH: "user:*", COUNT: 1000 });
  console.log(page.cursor, page.keys.length, Object.keys(page));
  console.log((await client.sort("none")), await client.flushDb(), await client.dbSize());
  await client.quit();
  console.log(client.isOpen, client.isReady);
}

main();
