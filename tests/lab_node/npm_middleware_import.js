"use strict";

// What an import gets of the packages for middleware and settings.
const dotenv = require("dotenv");
const helmet = require("helmet");
const limits = require("express-rate-limit");
const session = require("express-session");

async function go() {
  for (const load of [() => import("express"), () => import("helmet"), () => import("express-rate-limit"), () => import("express-session"), () => import("dotenv")]) {
    const module = await load();
    console.log(Object.keys(module).join(), typeof module.default, module["module.exports"] === module.default);
  }
  const [all, limiting, sessions, settings] = [await import("helmet"), await import("express-rate-limit"), await import("express-session"), await import("dotenv")];
  console.log(all.frameguard === all.default.xFrameOptions, all.hsts === all.strictTransportSecurity, limiting.default === limiting.rateLimit);
  console.log(sessions.default === session, sessions.MemoryStore === session.MemoryStore, settings.default === dotenv, settings.parse("A=1"));
  console.log(helmet.default === helmet, limits.rateLimit === limits, new limits.MemoryStore().localKeys);
  process.env.DOTENV_CONFIG_QUIET = "false";
  process.env.DOTENV_CONFIG_PATH = "middleware/settings/.env";
  process.env.A = "kept";
  const { log } = console;
  console.log = (line) => log(line.replace(/tip: .*/, "tip: TIP"));
  const config = await import("dotenv/config");
  console.log = log;
  console.log(Object.keys(config).join(), config.default, process.env.A, process.env.B, require("dotenv/config") === config.default);
}

go();
