// Rejections that are handled late, by an event, or by a forgotten await.
const log = [];
process.on("unhandledRejection", (reason, promise) => log.push(["unhandled", reason?.message ?? reason, promise instanceof Promise]));
process.on("rejectionHandled", () => log.push(["handled late"]));
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function save(item) { await wait(1); if (!item) throw new Error("nothing to save"); return item; }
save();
const late = save();
await wait(5);
await late.catch((error) => log.push(["caught", error.message]));
[1, 0, 2].forEach(async (item) => { await save(item); log.push(["saved", item]); });
await wait(5);
try { save(0); log.push(["no await, no catch"]); } catch { log.push(["never"]); }
await wait(5);
try { await Promise.all([save(1), save(0), save(null)]); } catch (error) { log.push(["all", error.message]); }
const both = [Promise.reject(new Error("first")), Promise.reject(new Error("second"))];
try { for (const one of both) await one; } catch (error) { log.push(["one by one", error.message]); }
await wait(2);
Promise.reject(new Error("in then")).then(() => {}, () => log.push(["two functions"]));
Promise.resolve().then(() => { throw new Error("after then"); }).finally(() => log.push(["finally"]));
new Promise((resolve, reject) => { resolve("once"); reject(new Error("ignored")); throw new Error("ignored too"); });
new Promise(() => { throw new Error("in the constructor"); });
const { promise, reject } = Promise.withResolvers();
reject("plain text");
Promise.try(() => { throw new Error("tried"); }).catch((error) => log.push([error.message]));
await wait(2);
for (const line of log) console.log(...line);
promise.catch(() => {});
await wait(2);
console.log(log.length, log.at(-1));
