"use strict";

// `dotenv/config`: told by the environment and by arguments, and quiet.
process.env.DOTENV_CONFIG_PATH = "middleware/settings/none.env";
process.env.DOTENV_CONFIG_ENCODING = "utf8";
process.env.A = "there";
process.argv.push("dotenv_config_path=middleware/settings/.env", "dotenv_config_override=true", "dotenv_config_debug=true", "dotenv_config_nope=1", "other");
const { log } = console;
console.log = (line) => log(line.replace(/tip: .*/, "tip: TIP"));
const config = require("dotenv/config");
log(config, process.env.A, process.env.B, require("dotenv/config") === config);
