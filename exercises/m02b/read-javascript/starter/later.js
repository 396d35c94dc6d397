const wait = (ms) => new Promise((done) => setTimeout(done, ms));

function twice(work) {
  work("one");
  work("two");
}

const pack = (word) => console.log("pack", word);

async function main() {
  console.log("begin");
  await wait(20);
  twice(pack);
  console.log("end");
}

setTimeout(() => console.log("closing time"), 500);
main();
