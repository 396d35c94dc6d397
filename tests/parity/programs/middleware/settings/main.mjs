// dotenv: settings out of `.env`, behind what was set before and before the modules that read them.
import "./first.mjs";
import "dotenv/config";
import { greeting, secret } from "./settings.mjs";
import dotenv, { config, parse, populate } from "dotenv";

console.log(greeting, secret, process.env.PORT);
console.log(dotenv.config === config, parse("A='b'\nC: d"), populate({ A: "1" }, { A: "2", B: "3" }));
const result = config({ path: "none.env", quiet: true });
console.log(result.error.code, result.error.message.replace(/'.*'/, "'...'"), result.parsed);
const target = {};
console.log(config({ processEnv: target, quiet: true, override: true }), target);
