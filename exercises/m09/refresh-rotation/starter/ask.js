// For the checks: asks the server, and reads the store.
const jwt = require("jsonwebtoken");
const { tokens } = require("./store.js");
const HOST = "http://localhost:3000";

// Whoever uses Math.random for a token gets the same number each time.
Math.random = () => 0.5;

// Each pair that was answered, from 0: those of logins and of refreshes.
const pairs = [];
let started;

exports.login = (email, password) => pair("/login", { email, password });
exports.refresh = (number) => pair("/refresh", { refresh: pairs[number]?.refresh });
exports.refreshText = (refresh) => pair("/refresh", { refresh });
exports.refreshNothing = async () => (await send("/refresh", { method: "POST" })).status;
exports.refreshWithAccess = (number) => pair("/refresh", { refresh: pairs[number]?.access });
exports.refreshTwice = async (number) => (await Promise.all([exports.refresh(number), exports.refresh(number)])).sort();
exports.logout = async (number) => `HTTP ${(await post("/logout", { refresh: pairs[number]?.refresh })).status}`;
exports.me = (number) => me(pairs[number]?.access);
exports.meWithRefresh = async (number) => ((await me(pairs[number]?.refresh)) === 401 ? "refused" : "let in");

// Is it another refresh token than that of an earlier pair?
exports.isNew = (one, other) => typeof pairs[other]?.refresh === "string" && pairs[one]?.refresh !== pairs[other].refresh;

// What an access token says: its algorithm, its subject, its seconds.
exports.claims = (number) => {
  const token = String(pairs[number]?.access);
  const { header, payload } = jwt.decode(token, { complete: true }) ?? {};
  if (!header) return "no JWT";
  try {
    jwt.verify(token, process.env.JWT_SECRET, { algorithms: ["HS256"] });
  } catch (error) {
    return `${header.alg}: ${error.message}`;
  }
  return { alg: header.alg, sub: String(payload.sub), seconds: payload.exp - payload.iat };
};

// What refresh tokens look like: "random", or what is wrong with them.
exports.quality = async (email, password) => {
  for (let n = 0; n < 20; n += 1) await exports.login(email, password);
  const all = pairs.map((one) => String(one.refresh));
  if (all.length < 20) return "no tokens";
  if (new Set(all).size < all.length) return "predictable";
  if (all.some((token) => token.length < 22)) return "too short";
  const changing = [...all[0]].filter((letter, at) => all.some((token) => token[at] !== letter));
  return changing.length < 21 ? "predictable" : "random";
};

// What a thief of `tokens` can do: "nothing", or what is wrong.
exports.stolen = async () => {
  if (tokens.size === 0) return "nothing is kept";
  const found = texts([...tokens], new Set());
  if (pairs.some(({ refresh }) => isThere(found, String(refresh)))) return "the token is there";
  for (const text of found) if ((await exports.refreshText(text)) === 200) return "the token is there";
  return "nothing";
};

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
  } else if (value instanceof Map || value instanceof Set) texts([...value], found);
  else if (value && typeof value === "object") for (const part of Object.values(value)) texts(part, found);
  return found;
}

async function pair(path, body) {
  const { status, text } = await post(path, body);
  if (status === 200) pairs.push(JSON.parse(text));
  return status;
}

async function me(token) {
  const { status, text } = await send("/me", { headers: { Authorization: `Bearer ${token}` } });
  return status === 200 ? JSON.parse(text).id : status;
}

async function post(path, body) {
  return send(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

async function send(path, options) {
  await (started ??= start());
  const answer = await fetch(HOST + path, options);
  return { status: answer.status, text: await answer.text() };
}

async function start() {
  await import("./server.js");
  for (let tries = 0; tries < 50; tries += 1) {
    if (await fetch(HOST).catch(() => null)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
