// For the checks: sends requests to the server, and reads all that it prints.
const URL = "http://localhost:3000/orders";
let log = "";

// Can this token be read in the log after it was sent?
exports.logged = async (token) => {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    stream.write = (text) => {
      log += text;
      return write(text);
    };
  }
  require("./server.js");
  const headers = { Authorization: `Bearer ${token}` };
  for (let tries = 0; tries < 50; tries += 1) {
    const answer = await fetch(URL, { headers }).catch(() => null);
    if (answer) return log.includes(token.split(".")[2]) ? "in the log" : "nowhere";
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return "no answer";
};
