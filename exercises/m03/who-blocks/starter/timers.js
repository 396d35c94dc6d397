const { send, timer } = require("./shop");

const wait = () => timer(2000);

send(["/wait", wait], ["/wait", wait]);
