"use strict";

// What a reply of the server becomes. Each function takes the reply, the program's type mapping and
// the protocol; what RESP3 has types for is made here from the texts of RESP2.

const { RESP_TYPES } = require("npm/redis/types");

const WORDS = new Map([["inf", Infinity], ["+inf", Infinity], ["-inf", -Infinity], ["nan", NaN]]);

/** @returns {number | string} */
function double(reply, mapping, resp) {
  if (resp === 3 || mapping?.[RESP_TYPES.DOUBLE] === String) return reply;
  const text = reply.toString();
  return WORDS.has(text) ? WORDS.get(text) : Number(text);
}

function nullableDouble(reply, mapping, resp) {
  return reply === null ? null : double(reply, mapping, resp);
}

function doubles(reply, mapping, resp) {
  return reply.map((one) => nullableDouble(one, mapping, resp));
}

/** @returns {object | Map | Array} of names and values in turn */
function pairs(reply, mapping) {
  const wanted = mapping?.[RESP_TYPES.MAP];
  if (wanted === Array) return reply;
  const entries = twos(reply).map(([name, value]) => [name.toString(), value]);
  if (wanted === Map) return new Map(entries);
  const object = {};
  for (const [name, value] of entries) object[name] = value;
  return object;
}

function map(reply, mapping, resp) {
  return resp === 3 ? reply : pairs(reply, mapping);
}

function twos(reply) {
  const all = [];
  for (let at = 0; at < reply.length; at += 2) all.push([reply[at], reply[at + 1]]);
  return all;
}

/** Members with their scores, flat in RESP2. */
function scored(reply, mapping, resp) {
  return (resp === 3 ? reply : twos(reply)).map(([value, score]) => ({ value, score: double(score, mapping, resp) }));
}

function firstScored(reply, mapping, resp) {
  if (reply.length === 0) return null;
  return { value: reply[0], score: double(reply[1], mapping, resp) };
}

/** Members with their scores, in pairs in both. */
function popped(reply, mapping, resp) {
  if (reply === null) return null;
  const members = reply[1].map(([value, score]) => ({ value, score: double(score, mapping, resp) }));
  return { key: reply[0], members };
}

function waitedScored(reply, mapping, resp) {
  if (reply === null) return null;
  return { key: reply[0], value: reply[1], score: double(reply[2], mapping, resp) };
}

function waitedElement(reply) {
  return reply === null ? null : { key: reply[0], element: reply[1] };
}

function rankAndScore(reply, mapping, resp) {
  return reply === null ? null : { rank: reply[0], score: double(reply[1], mapping, resp) };
}

function scannedKeys([cursor, keys]) {
  return { cursor, keys };
}

function scannedMembers([cursor, members]) {
  return { cursor, members };
}

function scannedFields([cursor, flat]) {
  return { cursor, entries: twos(flat).map(([field, value]) => ({ field, value })) };
}

function scannedScores([cursor, flat], mapping) {
  return { cursor, members: scored(flat, mapping, 2) };
}

function fieldsAndValues(reply, mapping, resp) {
  return (resp === 3 ? reply : twos(reply)).map(([field, value]) => ({ field, value }));
}

function matches(reply, mapping, resp) {
  return resp === 3 ? reply : { matches: reply[1], len: reply[3] };
}

function counts(reply) {
  const object = {};
  for (const [name, count] of twos(reply)) object[name.toString()] = Number(count);
  return object;
}

/** An entry of a stream. */
function message([id, fields, idleMs, deliveries], mapping) {
  const entry = { id, message: pairs(fields, mapping) };
  if (idleMs !== undefined) entry.millisElapsedFromDelivery = idleMs;
  if (deliveries !== undefined) entry.deliveriesCounter = deliveries;
  return entry;
}

function nullableMessage(reply, mapping) {
  return reply === null ? null : message(reply, mapping);
}

function messages(reply, mapping) {
  return reply === null ? null : reply.map((one) => nullableMessage(one, mapping));
}

/** What XREAD found, in the order of the streams. */
function streams(reply, mapping, resp) {
  if (reply === null) return null;
  let found = reply;
  if (resp === 3) {
    found = reply instanceof Map ? [...reply] : Array.isArray(reply) ? twos(reply) : Object.entries(reply);
    found = found.map(([name, entries]) => [name.toString(), entries]);
  }
  return found.map(([name, entries]) => ({ name, messages: messages(entries, mapping) }));
}

function claimed([nextId, entries, deletedMessages], mapping) {
  return { nextId, messages: messages(entries, mapping), deletedMessages };
}

function claimedIds([nextId, ids, deletedMessages]) {
  return { nextId, messages: ids, deletedMessages };
}

function pending([count, firstId, lastId, consumers]) {
  const each = ([name, deliveries]) => ({ name, deliveriesCounter: Number(deliveries) });
  return { pending: count, firstId, lastId, consumers: consumers === null ? null : consumers.map(each) };
}

function pendingEach(reply) {
  return reply.map(([id, consumer, millisecondsSinceLastDelivery, deliveriesCounter]) => {
    return { id, consumer, millisecondsSinceLastDelivery, deliveriesCounter };
  });
}

/** The facts of each member of a list, where RESP2 has them flat. */
function facts(reply, mapping, resp) {
  return resp === 3 ? reply : reply.map((one) => pairs(one, undefined));
}

function streamFacts(reply, mapping, resp) {
  const flat = resp === 2 || Array.isArray(reply);
  const entries = flat ? twos(reply) : reply instanceof Map ? [...reply] : Object.entries(reply);
  const isEntry = (name) => name === "first-entry" || name === "last-entry";
  const made = entries.map(([name, value]) => [name, isEntry(name) ? nullableMessage(value, mapping) : value]);
  if (resp === 3 && Array.isArray(reply)) return made.flat();
  if (reply instanceof Map) return new Map(made);
  const object = {};
  for (const [name, value] of made) object[name] = value;
  return object;
}

/** Facts of CLIENT INFO that are numbers, by what the package calls them. */
const CLIENT_NUMBERS = new Set([
  "id", "fd", "age", "idle", "db", "sub", "psub", "multi", "qbuf", "qbufFree", "argvMem", "obl", "oll", "omem", "totMem",
  "redir", "ssub", "multiMem", "resp", "watch", "rbs", "rbp",
]);
/** The order of those that are always there, and of those that are not. */
const CLIENT_FACTS = [
  "id", "addr", "fd", "name", "age", "idle", "flags", "db", "sub", "psub", "multi", "qbuf", "qbuf-free", "argv-mem", "obl",
  "oll", "omem", "tot-mem", "events", "cmd", "user", "lib-name", "lib-ver",
];
const CLIENT_MORE = ["laddr", "redir", "ssub", "multi-mem", "resp", "watch", "rbs", "rbp"];

function clientFacts(reply) {
  const given = new Map();
  for (const [, name, value] of reply.toString().matchAll(/([^\s=]+)=([^\s]*)/g)) given.set(name, value);
  const object = {};
  for (const name of [...CLIENT_FACTS, ...CLIENT_MORE.filter((one) => given.has(one))]) {
    const camel = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
    object[camel] = CLIENT_NUMBERS.has(camel) ? Number(given.get(name)) : given.get(name);
  }
  return object;
}

function clients(reply) {
  return reply.toString().split("\n").slice(0, -1).map(clientFacts);
}

function tracking(reply, mapping, resp) {
  return resp === 3 ? reply : { flags: reply[1], redirect: reply[3], prefixes: reply[5] };
}

module.exports = {
  double, nullableDouble, doubles, map, scored, firstScored, popped, waitedScored, waitedElement, rankAndScore,
  scannedKeys, scannedMembers, scannedFields, scannedScores, fieldsAndValues, matches, counts, messages, streams, claimed,
  claimedIds, pending, pendingEach, facts, streamFacts, clientFacts, clients, tracking,
};
