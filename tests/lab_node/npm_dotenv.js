"use strict";

// dotenv: files into the environment, what is told of it, and errors that are kept. The tip at the
// end of its line is one of several at random.
const dotenv = require("dotenv");
const { pathToFileURL } = require("url");
const util = require("util");

const IN = "middleware/settings";

const { log, error: complain } = console;
for (const name of ["log", "error", "warn"]) {
  console[name] = (...words) => log(`  [${name}] ${words.join(" ").replace(/ \/\/ tip: .*/, " // tip: TIP").replaceAll(process.cwd(), "")}`);
}

function show(title, make) {
  log(title);
  try {
    const made = make();
    const { error, ...rest } = made ?? {};
    log(" ", util.inspect(rest, { depth: 4, breakLength: Infinity }), error ? `${error.name}: ${error.message} ${error.code} ${Object.keys(made)}`.replaceAll(process.cwd(), "") : "");
  } catch (error) {
    log(`  thrown ${error.name}: ${error.message} ${error.code} ${Object.keys(error)}`);
  }
}

function config(title, options, processEnv = {}) {
  show(title, () => ({ ...dotenv.config({ processEnv, ...options }), processEnv }));
}

for (const name of Object.keys(dotenv)) log(name, typeof dotenv[name], dotenv[name].length, dotenv[name].name);
const at = (name) => `${IN}/${name}`;
config("one file", { path: at(".env") });
config("quiet", { path: at(".env"), quiet: true });
for (const quiet of ["true", "false", "off", 1, 0]) config(`quiet ${util.inspect(quiet)}`, { path: at(".env"), quiet });
config("what is there stays", { path: at(".env") }, { A: "there" });
config("override", { path: at(".env"), override: true }, { A: "there" });
config("debug", { path: at(".env"), debug: true }, { A: "there" });
config("debug, override", { path: at(".env"), debug: true, override: true }, { A: "there" });
config("debug, quiet", { path: at(".env"), debug: true, quiet: true });
for (const debug of ["off", "on"]) config(`debug ${debug}`, { path: at(".env"), debug });
config("several", { path: [at(".env.local"), at(".env")] });
config("several, override", { path: [at(".env.local"), at(".env")], override: true });
config("several, some missing", { path: [at("none"), at(".env"), at("nor")], debug: true });
config("none", { path: [] });
config("missing", { path: at("none") });
config("missing, quiet", { path: at("none"), quiet: true });
config("usual file is missing", {});
config("empty path", { path: "" });
config("a folder", { path: IN });
config("URL", { path: pathToFileURL(`${process.cwd()}/${IN}/.env`) });
config("list with a URL", { path: [pathToFileURL(`${process.cwd()}/${IN}/.env`)] });
config("whole path", { path: `${process.cwd()}/${IN}/.env` });
config("encoding", { path: at("latin.env"), encoding: "latin1", debug: true });
config("no such encoding", { path: at("latin.env"), encoding: "foo" });
config("quiet by the file", { path: at("quiet.env") });
config("debug by the file", { path: at("debug.env"), quiet: true }, { Q: 0 });
config("quiet by the environment", { path: at(".env") }, { DOTENV_CONFIG_QUIET: "true" });
config("debug by the environment", { path: at(".env"), quiet: true }, { DOTENV_CONFIG_DEBUG: "true" });
show("configDotenv", () => dotenv.configDotenv({ path: at(".env"), processEnv: {} }));
show("into the process", () => {
  process.env.A = "kept";
  const { parsed } = dotenv.config({ path: at(".env"), quiet: true });
  return { parsed, A: process.env.A, B: process.env.B, D: process.env.D };
});
show("null", () => dotenv.config(null));
show("key without a vault", () => dotenv.config({ processEnv: {}, path: at(".env"), DOTENV_KEY: "x" }));

for (const options of [undefined, { override: true }, { debug: true }, { debug: true, override: true }]) {
  const target = { A: "1" };
  show(`populate ${util.inspect(options)}`, () => ({ put: dotenv.populate(target, { A: "2", B: "3", C: 4 }, options), target }));
}
show("populate with a text", () => dotenv.populate({}, "x"));
show("populate with nothing", () => dotenv.populate({}));
show("decrypt with a short key", () => dotenv.decrypt("abc", "short"));
for (const text of [null, undefined]) show(`parse ${text}`, () => dotenv.parse(text));
show("parse", () => [dotenv.parse(5), dotenv.parse(Buffer.from("A=1"))]);
dotenv.parse = () => ({ replaced: "yes" });
console.error = complain;
