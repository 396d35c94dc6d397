const { send, compute } = require("./shop");

const burn = () => compute(2000);
const ping = () => {};

send(["/burn", burn], ["/ping", ping]);
