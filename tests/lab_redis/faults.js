"use strict";

const redis = require("redis");
const { createClient } = redis;

async function main() {
  const client = createClient();
  for (const event of ["connect", "ready", "end", "reconnecting"]) client.on(event, () => console.log("event", event));
  await client.get("a").catch((error) => console.log(error instanceof redis.ClientClosedError, error.name, error.message));
  const early = client.connect();
  const waiting = client.set("early", "1");
  console.log(client.isOpen, client.isReady);
  console.log((await early) === client, await waiting, await client.get("early"));
  await client.connect().catch((error) => console.log(error.message));
  await client.flushAll();
  await client.set("text", "word");
  const tell = (error) => console.log(error.constructor.name, error instanceof redis.ErrorReply, error.name, error.message);
  await client.incr("text").catch(tell);
  await client.lPush("text", "a").catch(tell);
  await client.sendCommand(["NOSUCH", "a", "b"]).catch(tell);
  await client.sendCommand(["GET"]).catch(tell);
  await client.set("a", { b: 1 }).catch(tell);
  await client.set("a", undefined).catch(tell);
  await client.set("a", null).catch(tell);
  await client.set("a", true).catch(tell);
  await client.lPush("l", 5).catch(tell);
  await client.get(5).catch(tell);
  await client.get().catch(tell);
  await client.hSet("h", "f").catch(tell);
  await client.hSet("h", {}).catch(tell);
  await client.mSet([]).catch(tell);
  await client.expire("a").catch(tell);
  await client.set("a", "1", { EX: 0 }).catch(tell);
  await client.set("a", "1", { EX: 1.5 }).catch(tell);
  await client.hello(9).catch(tell);
  await client.auth({ password: "secret" }).catch(tell);
  await client.select(99).catch(tell);
  try {
    client.noSuch("a");
  } catch (error) {
    console.log(error.name);
  }
  console.log(await client.get("a"), typeof client.hExpire, typeof client.HGETALL, typeof client.CLIENT_ID);

  const controller = new AbortController();
  const aborted = client.withAbortSignal(controller.signal).get("text");
  controller.abort();
  await aborted.catch(tell);
  const small = await createClient({ commandsQueueMaxLength: 3 }).connect();
  const all = await Promise.allSettled(Array.from({ length: 4 }, () => small.get("text")));
  console.log(all.map(({ value, reason }) => value ?? reason.message));
  small.destroy();
  await small.get("a").catch(tell);

  const blocked = client.blPop("none", 0);
  blocked.catch(tell);
  setTimeout(() => client.destroy(), 20);
  await blocked.catch(() => {});
  await client.get("a").catch(tell);
  await client.quit().catch(tell);
  await client.close().catch(tell);
  client.destroy();
  await client.connect();
  console.log(await client.quit());

  for (const url of ["http://localhost", "redis://localhost/one"]) {
    try {
      createClient({ url });
    } catch (error) {
      tell(error);
    }
  }
  const there = await createClient({ url: "redis://localhost:6379/2", name: "mine" }).connect();
  await there.set("here", "2");
  console.log(await there.clientGetName(), await there.dbSize(), (await there.clientInfo()).db, (await there.clientInfo()).libName);
  await there.flushDb();
  await there.quit();
  const user = createClient({ username: "nobody", password: "x", socket: { reconnectStrategy: false } });
  user.on("error", (error) => console.log("error", error.message));
  await user.connect().catch(tell);
  const anyone = await createClient({ password: "anything" }).connect();
  console.log(await anyone.ping());
  anyone.destroy();

  const nowhere = createClient({ url: "redis://no-such-host.invalid" });
  await nowhere.connect().catch((error) => console.log(error.syscall, error.hostname, error.message.replace("EAI_AGAIN", "ENOTFOUND")));
  nowhere.destroy();
}

main();
