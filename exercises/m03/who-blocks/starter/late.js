const { send, timer, compute } = require("./shop");

const wait = () => timer(2000);
const burn = () => compute(2000);

send(["/wait", wait], ["/burn", burn]);
