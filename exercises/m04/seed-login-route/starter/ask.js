// For the checks: sends logins to your server, and reads all that it writes.
const HOST = "http://localhost:3000";
let log = "";

// Where can these words be read after this body was sent?
exports.found = async (body, words) => {
  await listening();
  const headers = { "Content-Type": "application/json" };
  const sent = { method: "POST", headers, body };
  const answer = await fetch(HOST + "/login", sent);
  const text = JSON.stringify([...answer.headers]) + (await answer.text());
  if (words.some((word) => text.includes(word))) return "in the answer";
  return words.some((word) => log.includes(word)) ? "in the log" : "nowhere";
};

// Do these two bodies get the same answer?
exports.compared = async (one, two) => {
  await listening();
  const texts = [];
  for (const body of [one, two]) {
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(HOST + "/login", { method: "POST", headers, body });
    texts.push(answer.status + (await answer.text()));
  }
  return texts[0] === texts[1] ? "the same" : "different";
};

async function listening() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (text) => {
      log += text;
      return true;
    };
  }
  await import("./server.js");
  for (let tries = 0; tries < 50; tries += 1) {
    if (await fetch(HOST).catch(() => null)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
