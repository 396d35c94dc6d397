// For the checks: asks the server, and reads the mail and the tables.
const { inspect } = require("node:util");
const shop = require("./shop.js");
const HOST = "http://localhost:3000";

// Whoever uses Math.random for a token gets the same number each time.
Math.random = () => 0.5;

// All that is printed, and all that is answered.
let printed = "";
let answered = "";
for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream);
  stream.write = (text, ...rest) => {
    printed += text;
    return write(text, ...rest);
  };
}

const sessions = [];
let started;

exports.reset = async (email) => {
  const { status } = await post("/reset", { email });
  await settle();
  return status;
};
exports.mails = () => shop.outbox.map((mail) => mail.to);
// With the token of a mail: 0 is the first that was sent.
exports.confirm = async (mail, password, more) => {
  const { status } = await post("/reset/confirm", { token: shop.outbox[mail]?.token ?? "no mail", password, ...more });
  await settle();
  return status;
};
exports.confirmText = async (token, password) => (await post("/reset/confirm", { token, password })).status;
exports.confirmTwice = async (mail, one, two) =>
  (await Promise.all([exports.confirm(mail, one), exports.confirm(mail, two)])).sort();

exports.login = async (email, password) => {
  const answer = await post("/login", { email, password });
  if (answer.status === 200) sessions.push(JSON.parse(answer.text).session);
  return answer.status;
};
// With the session of a login that succeeded: 0 is the first.
exports.me = async (login) => (await send("/me", { headers: { Authorization: `Bearer ${sessions[login]}` } })).status;

// Are two emails answered alike? "alike", or what differs.
exports.compare = async (one, two) => {
  const [a, b] = [await post("/reset", { email: one }), await post("/reset", { email: two })];
  await settle();
  return ["status", "text", "headers"].find((part) => a[part] !== b[part]) ?? "alike";
};

// What tokens look like: "random", or what is wrong with them.
exports.tokens = async (email) => {
  for (let n = 0; n < 20; n += 1) await post("/reset", { email });
  await settle();
  const tokens = shop.outbox.map((mail) => String(mail.token));
  if (tokens.length < 20) return "too few mails";
  if (new Set(tokens).size < tokens.length) return "predictable";
  if (tokens.some((token) => !/^[!-~]+$/.test(token))) return "unreadable";
  const [first] = tokens;
  const changing = [...first].filter((letter, at) => tokens.some((token) => token[at] !== letter));
  if (tokens.some((token) => token.length < 22)) return "too short";
  return changing.length < 21 ? "predictable" : "random";
};

// What a thief of `resets` can do: "nothing", or what is wrong.
exports.stolen = async (password) => {
  if (shop.resets.size === 0) return "nothing is kept";
  const found = texts([...shop.resets], new Set());
  const sent = shop.outbox.map((mail) => String(mail.token));
  if (sent.some((token) => isThere(found, token))) return "the token is there";
  for (const text of found) {
    if ((await exports.confirmText(text, password)) === 204) return "the token is there";
  }
  return "nothing";
};

// Where a token can be read that was mailed.
exports.seen = () => {
  const holds = (text) => shop.outbox.some(({ token }) => text.includes(token));
  if (holds(printed)) return "in the log";
  return holds(answered) ? "in an answer" : "in the mail alone";
};

// The settings of a stored password: "enough", or what is wrong.
exports.strength = (email) => {
  const text = String(shop.users.get(email)?.hash);
  const [, m, p, t] = /^\$argon2id\$v=19\$m=(\d+),p=(\d+),t=(\d+)\$/.exec(text) ?? [];
  if (m === undefined) return "no argon2id";
  return m >= 19456 && t >= 2 && p >= 1 ? "enough" : "too weak";
};

// Some servers go on for a moment after the answer.
const settle = () => new Promise((resolve) => setTimeout(resolve, 500));

// Can a token be read in a text: as it is, backwards, or in an encoding that anybody turns back?
function readable(text, token) {
  const decoded = (one) => ["utf8", "hex", "base64"].map((name) => Buffer.from(one, name));
  const wanted = decoded(token).filter((bytes) => bytes.length >= 16);
  return [...decoded(text), Buffer.from([...text].reverse().join(""))].some((kept) => wanted.some((bytes) => kept.includes(bytes)));
}

// Is it there in one piece, or in its parts?
function isThere(found, token) {
  if ([...found].some((text) => readable(text, token))) return true;
  const parts = token.split(/[.~:|]/);
  return parts.length > 1 && parts.every((part) => [...found].join("\n").includes(part));
}

// All texts in a value, and bytes in the spellings that are usual for them.
function texts(value, found) {
  if (typeof value === "string") found.add(value);
  else if (value instanceof Uint8Array) {
    for (const spelling of ["hex", "base64", "base64url", "utf8"]) found.add(Buffer.from(value).toString(spelling));
  } else if (value instanceof Map) texts([...value], found);
  else if (value && typeof value === "object") for (const part of Object.values(value)) texts(part, found);
  return found;
}

async function post(path, body) {
  return send(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

async function send(path, options) {
  await (started ??= start());
  const answer = await fetch(HOST + path, { redirect: "manual", ...options });
  const text = await answer.text();
  const headers = inspect([...answer.headers.keys()].filter((name) => name !== "date").sort());
  if (path !== "/login") answered += text + inspect([...answer.headers], { maxStringLength: null });
  return { status: answer.status, text, headers };
}

async function start() {
  await import("./server.js");
  for (let tries = 0; tries < 50; tries += 1) {
    if (await fetch(HOST).catch(() => null)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
