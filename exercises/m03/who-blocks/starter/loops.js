const { send, compute } = require("./shop");

const burn = async () => compute(2000);

send(["/burn", burn], ["/burn", burn]);
