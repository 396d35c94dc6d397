// One user of the shop, and a stopwatch: it logs her and a stranger in, several times each.
const argon2 = require("argon2");
const SETTINGS = { memoryCost: 19456, timeCost: 2, parallelism: 1 };
const users = new Map([
  ["mei@shop.example", "$argon2id$v=19$m=19456,p=1,t=2$aPXBaZH69gkj97cxtBdhxw$Oi0nYf+gsCRXXSPXECPEASUoTBXq7+wlhoibwq8s1dA"],
]);

async function times(login, email) {
  const found = [];
  for (let n = 0; n < 5; n += 1) {
    const start = performance.now();
    await login(email, "a wrong guess");
    found.push(performance.now() - start);
  }
  return found;
}

// Draws how long known and unknown emails took, and says whether one can tell them apart.
async function stopwatch(login) {
  const known = await times(login, "mei@shop.example");
  const unknown = await times(login, "nobody@shop.example");
  const most = Math.max(...known, ...unknown);
  for (const [name, found] of [["known", known], ["unknown", unknown]]) {
    const strip = Array(30).fill("-");
    for (const time of found) strip[Math.floor((time / most) * 29)] = "#";
    console.log(name.padEnd(8), strip.join(""), Math.round(Math.min(...found)), "ms");
  }
  const [a, b] = [Math.min(...known), Math.min(...unknown)];
  console.log("told apart:", Math.max(a, b) > 4 * Math.min(a, b));
}
