"use strict";

const { createClient, RESP_TYPES } = require("redis");

async function main() {
  const three = await createClient().connect();
  await three.flushAll();
  const two = await createClient({ RESP: 2 }).connect();
  await three.hSet("h", { a: "1", b: "2" });
  await three.sAdd("s", ["x"]);
  await three.zAdd("z", [{ score: 1.5, value: "a" }, { score: -Infinity, value: "b" }]);
  await three.xAdd("x", "1-1", { f: "v" });
  for (const client of [two, three]) {
    console.log(await client.hGetAll("h"), await client.sMembers("s"), await client.zRangeWithScores("z", 0, -1));
    console.log(await client.zScore("z", "a"), await client.zScore("z", "b"), await client.zScore("z", "c"), await client.zmScore("z", ["a", "c"]));
    console.log(await client.sIsMember("s", "x"), await client.hExists("h", "z"), await client.expire("h", 100), await client.exists("h"));
    console.log(await client.xRange("x", "-", "+"), JSON.stringify(await client.xRead({ key: "x", id: "0" })));
    console.log(await client.configGet("maxmemory-policy"), await client.sendCommand(["HGETALL", "h"]), await client.sendCommand(["ZSCORE", "z", "a"]));
    console.log(await client.zPopMin("z"), await client.zAdd("z", { score: -Infinity, value: "b" }), await client.hScan("h", "0"));
    const bytes = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
    console.log(await bytes.hGet("h", "a"), await bytes.sMembers("s"), await bytes.hGetAll("h"), await bytes.get("none"));
    const maps = client.withTypeMapping({ [RESP_TYPES.MAP]: Map, [RESP_TYPES.SET]: Set, [RESP_TYPES.NUMBER]: String });
    console.log(await maps.hGetAll("h"), await maps.sMembers("s"), await maps.hLen("h"), await maps.xRange("x", "-", "+"));
    const arrays = client.withTypeMapping({ [RESP_TYPES.MAP]: Array, [RESP_TYPES.DOUBLE]: String });
    console.log(await arrays.hGetAll("h"), await arrays.zScore("z", "a"), await arrays.multi().hGetAll("h").exec());
    console.log(await client.lcsIdx("none", "gone"), await client.objectEncoding("h"), typeof (await client.time())[0]);
    console.log((await client.info("server")).split("\r\n")[0], await client.clientGetName(), typeof (await client.clientId()));
  }
  const prefixed = await createClient({ keyPrefix: "app:" }).connect();
  await prefixed.set("k", "1");
  console.log(await three.get("app:k"), await prefixed.mGet(["k", "none"]), await prefixed.keys("*k"));
  for (const client of [two, three, prefixed]) await client.quit();
}

main();
