const pause = () => new Promise((resolve) => setTimeout(resolve, 0));

async function cook() {
  console.log("cut");
  await null;
  console.log("fry");
  await pause();
  console.log("serve");
}

setTimeout(() => console.log("bell"), 0);
cook().then(() => console.log("wash up"));
console.log("lay the table");
