// An ordinary session of ioredis with `backlab serve --redis`; the argument is the port.

import assert from "node:assert/strict";
import { Redis } from "ioredis";

const redis = new Redis(Number(process.argv[2]), "127.0.0.1");
await redis.flushall();
assert.equal(await redis.set("a", 1, "EX", 100), "OK");
assert.equal(await redis.incr("a"), 2);
await redis.hset("user", { name: "Asha", city: "Pune" });
assert.deepEqual(await redis.hgetall("user"), { name: "Asha", city: "Pune" });
assert.deepEqual(await redis.multi().incr("a").get("a").exec(), [[null, 3], [null, "3"]]);
assert.deepEqual(await redis.pipeline().rpush("l", 1, 2).lrange("l", 0, -1).exec(), [[null, 2], [null, ["1", "2"]]]);
const heard = new Redis(Number(process.argv[2]), "127.0.0.1");
const message = new Promise((resolve) => heard.on("message", (channel, text) => resolve([channel, text])));
await heard.subscribe("news");
assert.equal(await redis.publish("news", "hello"), 1);
assert.deepEqual(await message, ["news", "hello"]);
await assert.rejects(redis.lpush("a", 1), /^ReplyError: WRONGTYPE/);
heard.disconnect();
await redis.quit();
console.log("ioredis");
