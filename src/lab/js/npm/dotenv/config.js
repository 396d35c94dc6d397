"use strict";

// `dotenv/config`: reads the settings when it is loaded. What it is to do stands in the environment
// or behind the program's name; it is quiet unless told otherwise.

const OPTIONS = ["encoding", "path", "quiet", "debug", "override"];

const options = { quiet: "true" };
for (const option of OPTIONS) {
  const value = process.env[`DOTENV_CONFIG_${option.toUpperCase()}`];
  if (value !== undefined) options[option] = value;
}
if (process.env.DOTENV_KEY !== undefined) options.DOTENV_KEY = process.env.DOTENV_KEY;

const ARGUMENT = /^dotenv_config_(encoding|path|quiet|debug|override|DOTENV_KEY)=(.+)$/;
for (const argument of process.argv) {
  const said = ARGUMENT.exec(argument);
  if (said !== null) options[said[1]] = said[2];
}

require("npm/dotenv/index").config(options);
