"use strict";

// `require` of an ES module (nodejs.org/api/modules.html, "Loading ECMAScript modules using require()").

const { codedError } = require("internal/errors");

/**
 * @param {string} path
 * @returns {unknown} what `require` gives for it
 */
function load(path) {
  const from = JSON.stringify(path);
  const all = evaluated(path, `require:${path}`, `import * as all from ${from};\nimport.meta.into.all = all;`);
  if (Object.hasOwn(all, "module.exports")) return all["module.exports"];
  if (!Object.hasOwn(all, "default") || Object.hasOwn(all, "__esModule")) return all;
  // What tools made of a module with a default export, and other tools look for.
  const code = `export * from ${from};\nexport { default } from ${from};\nexport const __esModule = true;`;
  const name = `require-default:${path}`;
  evaluated(path, name, code);
  return evaluated(path, `require:${name}`, `import * as all from ${JSON.stringify(name)};\nimport.meta.into.all = all;`);
}

function evaluated(path, name, code) {
  const into = {};
  const promise = host.evaluateModule(name, code, into);
  promise.catch(() => {});
  switch (host.promiseState(promise)) {
    case "fulfilled":
      return into.all;
    case "rejected":
      throw host.promiseResult(promise);
    default:
      throw codedError("ERR_REQUIRE_ASYNC_MODULE", path);
  }
}

module.exports = { load };
