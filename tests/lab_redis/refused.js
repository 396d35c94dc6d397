"use strict";

// What the lab alone does: what it has not, and that no client keeps a program alive.

const redis = require("redis");

async function main() {
  for (const name of ["createCluster", "createSentinel", "createClientPool", "defineScript"]) {
    try {
      redis[name]({});
    } catch (error) {
      console.log(error.code, error.message);
    }
  }
  const client = await redis.createClient().connect();
  const tell = (error) => console.log(error.constructor.name, error.message);
  await client.geoAdd("g", { longitude: 1, latitude: 2, member: "m" }).catch(tell);
  await client.eval("return 1", { keys: ["k"], arguments: ["a"] }).catch(tell);
  await client.hExpire("h", "f", 5).catch(tell);
  await client.multi().eval("return 1").set("a", "1").exec().catch(tell);
  try {
    client.json.get("k");
  } catch (error) {
    console.log(error.message);
  }
  try {
    redis.createClient({ clientSideCache: {} });
  } catch (error) {
    console.log(error.message);
  }

  for (const url of ["redis://cache.example.com", "redis://10.1.2.3:6379", "rediss://localhost"]) {
    const far = redis.createClient({ url, socket: { reconnectStrategy: false } });
    far.on("error", (error) => console.log("event", error.code, error.message));
    await far.connect().catch(tell);
    console.log(far.isOpen);
  }
  const here = await redis.createClient({ socket: { host: "127.0.0.1", port: 7000 } }).connect();
  console.log(await here.set("shared", "1"), await client.get("shared"));

  // Nothing comes, and nothing else is to be done.
  await client.subscribe("news", () => {});
  process.on("exit", () => console.log("exit"));
  await here.blPop("none", 0);
  console.log("never");
}

main();
