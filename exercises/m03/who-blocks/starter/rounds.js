const { send, compute, immediate } = require("./shop");

async function pieces() {
  for (let piece = 1; piece <= 20; piece += 1) {
    compute(100);
    await immediate();
  }
}
const ping = () => {};

send(["/pieces", pieces], ["/ping", ping]);
