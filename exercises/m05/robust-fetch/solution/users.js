const LIMIT_MS = 500;

// ask: with a time limit, which covers the body too
async function ask(url, options = {}) {
  try {
    const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(LIMIT_MS) });
    return await read(answer, url);
  } catch (error) {
    if (error.name === "TimeoutError") throw new Error(`${url} is too slow`, { cause: error });
    throw error;
  }
}

// judge the status, then the type; read
async function read(answer, url) {
  if (!answer.ok) {
    const error = new Error(`${answer.status} from ${url}`);
    error.status = answer.status;
    throw error;
  }
  const type = answer.headers.get("content-type") ?? "";
  const text = await answer.text();
  if (!type.startsWith("application/json")) throw new Error(`${url} sent ${type}, not JSON`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${url} sent broken text, not JSON`, { cause });
  }
}

// try again: a GET, once, after a 503
async function getUsers(base) {
  const url = base + "/users";
  try {
    return await ask(url);
  } catch (error) {
    if (error.status === 503) return ask(url);
    throw error;
  }
}

async function createUser(base, user) {
  return ask(base + "/users", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(user),
  });
}

module.exports = { getUsers, createUser };
