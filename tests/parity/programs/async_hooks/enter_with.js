// enterWith stays for the rest of the turn and what it starts; disable forgets.
const { AsyncLocalStorage, AsyncResource, executionAsyncId } = require("node:async_hooks");
const storage = new AsyncLocalStorage();
function begin(value) {
  return new Promise((resolve) => setTimeout(() => {
    storage.enterWith(value);
    setTimeout(() => { console.log("inner", storage.getStore()); resolve(); }, 1);
  }, 1));
}
async function main() {
  console.log("main", storage.getStore());
  await Promise.all([begin("one"), begin("two")]);
  console.log("after", storage.getStore());
  storage.enterWith({ n: 1 });
  await null;
  storage.getStore().n += 1;
  console.log(storage.getStore());
  const jobs = [1, 2, 3].map((n) => storage.run(n, async () => { await null; return storage.getStore() * 10; }));
  console.log(await Promise.all(jobs), storage.getStore());
  storage.disable();
  console.log(storage.getStore());
  console.log(storage.run("again", (...args) => [storage.getStore(), ...args], 1, 2));

  class Job extends AsyncResource {
    constructor(work) { super("Job"); this.work = work; }
    start(...args) { return this.runInAsyncScope(this.work, this, ...args); }
  }
  const job = storage.run("made here", () => new Job(function (a, b) { return [storage.getStore(), this instanceof Job, a + b]; }));
  console.log(storage.run("called here", () => job.start(1, 2)), job.type ?? "no type", typeof executionAsyncId());
  const withDefault = new AsyncLocalStorage({ defaultValue: "none", name: "shop" });
  console.log(withDefault.getStore(), withDefault.name, withDefault.run(undefined, () => withDefault.getStore()));
  const bound = storage.run("bound", () => AsyncLocalStorage.bind((x) => `${storage.getStore()} ${x}`));
  console.log(bound(5));
}
main();
