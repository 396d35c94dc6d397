"use strict";

const { createClient } = require("redis");

async function main() {
  const client = await createClient().connect();
  await client.flushAll();

  console.log(await client.hSet("h", "a", "1"), await client.hSet("h", { b: "2", c: 3 }), await client.hSet("h", ["d", "4"]));
  console.log(await client.hSet("h", [["e", "5"], ["f", "6"]]), await client.hSet("h", new Map([["g", 7]])));
  const all = await client.hGetAll("h");
  console.log(all, Object.getPrototypeOf(all), all.a, await client.hGetAll("none"));
  console.log(await client.hGet("h", "a"), await client.hGet("h", "z"), await client.hmGet("h", ["a", "z", "c"]));
  console.log(await client.hDel("h", ["f", "g", "z"]), await client.hExists("h", "a"), await client.hExists("h", "z"));
  console.log(await client.hIncrBy("h", "a", 5), await client.hIncrByFloat("h", "a", 0.5), await client.hLen("h"));
  console.log(await client.hKeys("h"), await client.hVals("h"), await client.hSetNX("h", "a", "9"), await client.hStrLen("h", "a"));
  console.log(await client.hScan("h", "0"));
  for await (const entries of client.hScanIterator("h")) console.log(entries);
  console.log(await client.hRandFieldCount("h", 10), await client.hRandFieldCountWithValues("h", 10));

  console.log(await client.rPush("l", ["a", "b", "c"]), await client.lPush("l", "z"), await client.lRange("l", 0, -1));
  console.log(await client.lPop("l"), await client.rPop("l"), await client.lPop("none"), await client.lLen("l"));
  console.log(await client.rPush("l", ["b", "x", "b"]), await client.lRem("l", 1, "b"), await client.lIndex("l", 0));
  console.log(await client.lInsert("l", "BEFORE", "x", "w"), await client.lSet("l", 0, "A"), await client.lRange("l", 0, -1));
  console.log(await client.lPos("l", "x"), await client.lPosCount("l", "b", 2), await client.lTrim("l", 0, 2));
  console.log(await client.lMove("l", "m", "LEFT", "RIGHT"), await client.lPopCount("l", 5), await client.rPopLPush("m", "l"));
  console.log(await client.lmPop(["none", "l"], "LEFT", { COUNT: 2 }), await client.lPushX("none", "a"), await client.exists("l"));
  await client.rPush("l", ["1", "2"]);
  console.log(await client.blPop("l", 1), await client.brPop(["none", "l"], 1), await client.blPop("l", 0.01));

  console.log(await client.sAdd("s", ["a", "b", "c"]), await client.sAdd("s", "a"), (await client.sMembers("s")).sort());
  console.log(await client.sIsMember("s", "a"), await client.sIsMember("s", "z"), await client.smIsMember("s", ["a", "z"]));
  console.log(await client.sRem("s", ["a", "z"]), await client.sCard("s"), await client.sAdd("t", ["b", "x"]));
  console.log(await client.sInter(["s", "t"]), (await client.sUnion(["s", "t"])).sort(), await client.sDiff(["s", "t"]));
  console.log(await client.sUnionStore("u", ["s", "t"]), await client.sInterCard(["s", "t"]), await client.sMove("t", "s", "x"));
  console.log(await client.sPop("t"), await client.sPop("none"), await client.sRandMember("none"), await client.sPopCount("s", 9).then((all) => all.sort()));
  console.log(await client.sScan("u", "0").then(({ cursor, members }) => [cursor, members.sort()]));

  console.log(await client.zAdd("z", { score: 1, value: "a" }), await client.zAdd("z", [{ score: 2.5, value: "b" }, { score: 3, value: "c" }]));
  console.log(await client.zAdd("z", { score: 9, value: "a" }, { NX: true }), await client.zAdd("z", [{ score: 0, value: "a" }], { GT: true, CH: true }));
  console.log(await client.zRange("z", 0, -1), await client.zRangeWithScores("z", 0, -1), await client.zRange("z", 0, 0, { REV: true }));
  console.log(await client.zRange("z", "(1", "+inf", { BY: "SCORE", LIMIT: { offset: 0, count: 1 } }), await client.zRangeByScore("z", 1, 2.5));
  console.log(await client.zRangeByScoreWithScores("z", -Infinity, Infinity), await client.zRank("z", "b"), await client.zRank("z", "y"));
  console.log(await client.zRevRank("z", "c"), await client.zScore("z", "b"), await client.zScore("z", "y"), await client.zmScore("z", ["a", "y"]));
  console.log(await client.zIncrBy("z", 1.5, "a"), await client.zCard("z"), await client.zCount("z", "-inf", 2.5), await client.zRem("z", "y"));
  console.log(await client.zAddIncr("z", { score: 1, value: "a" }), await client.zPopMin("z"), await client.zPopMax("z"), await client.zPopMin("none"));
  console.log(await client.zAdd("z", [{ score: 1, value: "d" }, { score: Infinity, value: "e" }]), await client.zPopMaxCount("z", 2));
  console.log(await client.zAdd("y", [{ score: 1, value: "d" }, { score: 2, value: "f" }]), await client.zUnionWithScores(["z", "y"]));
  console.log(await client.zInterWithScores(["z", "y"]), await client.zUnionStore("w", [{ key: "z", weight: 2 }, { key: "y", weight: 1 }]));
  console.log(await client.zDiffWithScores(["y", "z"]), await client.zScan("y", "0"), await client.zmPop(["none", "y"], "MIN"));
  console.log(await client.zRemRangeByScore("w", 0, 2), await client.zRemRangeByRank("w", 0, -1), await client.bzPopMin("y", 1));
  console.log(await client.zRandMember("none"), await client.zLexCount("y", "-", "+"), await client.zRevRank("none", "a"));

  console.log(await client.pfAdd("p", ["a", "b", "a"]), await client.pfAdd("p", "a"), await client.pfCount("p"), await client.pfMerge("q", ["p"]));

  const first = await client.xAdd("x", "1-1", { name: "Ada", n: "1" });
  console.log(first, await client.xAdd("x", "2-0", { name: "Bob" }), await client.xLen("x"), await client.xRange("x", "-", "+"));
  console.log(await client.xRevRange("x", "+", "-", { COUNT: 1 }), JSON.stringify(await client.xRead({ key: "x", id: "1-1" })));
  console.log(await client.xRead([{ key: "x", id: "$" }]), await client.xGroupCreate("x", "g", "0"));
  console.log(JSON.stringify(await client.xReadGroup("g", "me", { key: "x", id: ">" }, { COUNT: 1 })), await client.xPending("x", "g"));
  console.log(await client.xAck("x", "g", "1-1"), await client.xInfoGroups("x"), await client.xDel("x", "1-1"), await client.xTrim("x", "MAXLEN", 0));
  console.log(await client.xReadGroup("g", "me", { key: "x", id: ">" }), (await client.xPendingRange("x", "g", "-", "+", 10)));
  client.destroy();
}

main();
