async function inner() {
  console.log("inner");
}
async function outer() {
  console.log("outer start");
  await inner();
  console.log("outer end");
}
outer().then(() => console.log("outer done"));
(async () => {
  try {
    await Promise.reject(new Error("x"));
  } catch (error) {
    console.log("caught", error.message);
  } finally {
    console.log("finally");
  }
})();
Promise.resolve().then(() => console.log(1)).then(() => console.log(2)).then(() => console.log(3));
(async () => { for await (const x of [Promise.resolve("p"), "q"]) console.log(x); })();
new Promise((resolve) => { console.log("executor"); resolve(); console.log("after"); }).then(() => console.log("then"));
const thenable = { then(resolve) { console.log("thenable"); resolve("value"); } };
(async () => console.log(await thenable))();
console.log("main");
