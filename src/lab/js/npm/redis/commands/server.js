"use strict";

// Commands on the server and the connection whose arguments are more than words in a row.

const replies = require("npm/redis/replies");
const { Buffer } = require("buffer");
const { arrayOf } = require("npm/redis/words");

const CLIENT_KILL_FILTERS = {
  ADDRESS: "ADDR", LOCAL_ADDRESS: "LADDR", ID: "ID", TYPE: "TYPE", USER: "USER", SKIP_ME: "SKIPME", MAXAGE: "MAXAGE",
};
/** Where the value of each filter stands. */
const FILTER_VALUES = {
  ADDR: (filter) => filter.address,
  LADDR: (filter) => filter.localAddress,
  ID: (filter) => filter.id.toString(),
  TYPE: (filter) => filter.type,
  USER: (filter) => filter.username,
  SKIPME: (filter) => (filter.skipMe ? "yes" : "no"),
  MAXAGE: (filter) => filter.maxAge.toString(),
};

/** A script, its keys and its arguments; the server refuses all of them. */
function script(name) {
  return (words, text, options = undefined) => {
    words.add(name, text);
    if (options?.keys) words.countedKeys(options.keys);
    else words.add("0");
    if (options?.arguments) words.add(...options.arguments);
  };
}

function hello(words, version = undefined, options = undefined) {
  words.add("HELLO");
  if (!version) return;
  words.number(version);
  if (options?.AUTH) words.add("AUTH", options.AUTH.username, options.AUTH.password);
  if (options?.SETNAME !== undefined) words.add("SETNAME", options.SETNAME);
}

function auth(words, { username, password }) {
  words.add("AUTH");
  if (username !== undefined) words.add(username);
  words.add(password);
}

function configSet(words, given, value = undefined) {
  words.add("CONFIG", "SET");
  if (typeof given === "string" || given instanceof Buffer) words.add(given, value);
  else for (const entry of Object.entries(given)) words.add(...entry);
}

function clientKill(words, filters) {
  words.add("CLIENT", "KILL");
  for (const filter of arrayOf(filters)) {
    if (filter === CLIENT_KILL_FILTERS.SKIP_ME) words.add("SKIPME");
    else words.add(filter.filter, FILTER_VALUES[filter.filter](filter));
  }
}

const commands = {
  auth: { put: auth },
  hello: {
    put: hello,
    reply(reply, mapping, resp) {
      if (resp === 3) return reply;
      const [, server, , version, , proto, , id, , mode, , role, , modules] = reply;
      return { server, version, proto, id, mode, role, modules };
    },
  },
  clientKill: { capitals: "CLIENT_KILL", put: clientKill },
  clientList: {
    capitals: "CLIENT_LIST",
    put(words, filter = undefined) {
      words.add("CLIENT", "LIST");
      if (filter?.TYPE !== undefined) words.add("TYPE", filter.TYPE);
      else if (filter) words.add("ID").each(filter.ID);
    },
    reply: replies.clients,
  },
  clientNoEvict: {
    capitals: "CLIENT_NO-EVICT", put: (words, isOn) => words.add("CLIENT", "NO-EVICT", isOn ? "ON" : "OFF"),
  },
  configSet: { capitals: "CONFIG_SET", put: configSet },
  eval: { put: script("EVAL") },
  evalRo: { capitals: "EVAL_RO", put: script("EVAL_RO") },
  evalSha: { put: script("EVALSHA") },
  evalShaRo: { capitals: "EVALSHA_RO", put: script("EVALSHA_RO") },
  fCall: { put: script("FCALL") },
  fCallRo: { capitals: "FCALL_RO", put: script("FCALL_RO") },
};

module.exports = { commands, CLIENT_KILL_FILTERS };
