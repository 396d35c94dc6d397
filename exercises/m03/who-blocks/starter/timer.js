const { send, timer } = require("./shop");

const wait = () => timer(2000);
const ping = () => {};

send(["/wait", wait], ["/ping", ping]);
