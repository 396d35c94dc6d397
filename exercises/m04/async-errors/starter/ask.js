// For the checks: asks your server, and reads what it writes to standard error.
const HOST = "http://localhost:3000";
let log = "";

// What of the error with these words stands in the log?
exports.logged = async (path, words) => {
  await listening();
  await ask(path);
  if (!log.includes(words)) return "nothing of the error";
  return /at .*store\.js/.test(log) ? "the error with its stack" : "the message alone";
};

// What of it did the client read?
exports.told = async (path, words) => {
  await listening();
  const { text } = await ask(path);
  if (text.includes(words)) return "the message";
  return /store\.js|server\.js/.test(text) ? "the stack" : "nothing of the error";
};

// How did the answer end?
exports.end = async (path) => {
  await listening();
  const { end, status } = await ask(path);
  return end === "complete" && status >= 500 ? "cut" : end;
};

exports.status = async (path) => (await ask(path)).status;

async function listening() {
  process.stderr.write = (text) => {
    log += text;
    return true;
  };
  await import("./server.js");
  for (let tries = 0; tries < 50; tries += 1) {
    if (await fetch(HOST).catch(() => null)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function ask(path) {
  const headers = { "Content-Type": "application/json" };
  const order = { method: "POST", headers, body: '{"cups": 13}' };
  const signal = AbortSignal.timeout(1000);
  const sent = path === "/orders" ? { ...order, signal } : { signal };
  const answer = await fetch(HOST + path, sent);
  const fields = JSON.stringify([...answer.headers]);
  try {
    const text = await answer.text();
    return { status: answer.status, text: fields + text, end: "complete" };
  } catch (error) {
    const end = error.name === "TimeoutError" ? "no end came" : "cut";
    return { status: answer.status, text: fields, end };
  }
}
