"use strict";

// Files of the program's own folder (nodejs.org/api/fs.html).

const { withCode } = require("internal/errors");
const { validateFunction } = require("internal/validate");
const { whenDone } = require("internal/ticks");
const sync = require("internal/fs_sync");

/** What Node has and the lab has not: each is refused by its name. */
const ABSENT = [
  "open", "read", "write", "close", "fstat", "chmod", "chown", "cp", "link", "symlink", "readlink", "utimes", "watch",
  "watchFile", "opendir", "statfs", "glob",
];
const ALSO_SYNC = ["openSync", "readSync", "writeSync", "closeSync", "fstatSync", "chmodSync", "cpSync", "linkSync", "symlinkSync", "readlinkSync", "utimesSync", "opendirSync"];
const STREAMS = ["ReadStream", "WriteStream", "createReadStream", "createWriteStream"];

const constants = Object.freeze({
  F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1,
  COPYFILE_EXCL: 1, COPYFILE_FICLONE: 2, COPYFILE_FICLONE_FORCE: 4,
});

const promises = { constants };
const callbacks = {};
for (const [name, act] of Object.entries(sync)) {
  const plain = name.replace(/Sync$/, "");
  if (plain !== "exists") {
    promises[plain] = promised(act);
    callbacks[plain] = later(act);
  }
}
callbacks.realpath.native = callbacks.realpath;

/** The form with a promise: done at once, so that an error has the frames of its caller, and told in a later poll phase. */
function promised(act) {
  return async (...values) => {
    let done;
    try {
      const result = act(...values);
      done = () => result;
    } catch (error) {
      done = () => {
        throw error;
      };
    }
    await new Promise(whenDone);
    return done();
  };
}

/** The form with a callback of a function: what is wrong with its arguments is thrown at once. */
function later(act) {
  return (...values) => {
    const callback = values.pop();
    validateFunction(typeof callback === "function" ? callback : undefined, "cb");
    const { pathText } = require("internal/fs_paths");
    pathText(values[0]);
    whenDone(() => {
      let result;
      try {
        result = act(...values);
      } catch (error) {
        // The system's errors have no frames where nobody called.
        error.stack = `${error.name}: ${error.message}`;
        callback(error);
        return;
      }
      if (result === undefined) callback(null);
      else callback(null, result);
    });
  };
}

/** Node's `exists`: old, and without an error. */
function exists(path, callback) {
  validateFunction(callback, "cb");
  whenDone(() => callback(sync.existsSync(path)));
}
Object.defineProperty(exists, Symbol.for("nodejs.util.promisify.custom"), {
  value: promised(sync.existsSync),
});

module.exports = { ...callbacks, exists, ...sync, promises, constants };
for (const name of STREAMS) {
  Object.defineProperty(module.exports, name, {
    enumerable: true,
    configurable: true,
    get: () => require("internal/fs_streams")[name],
  });
}
for (const name of ["Stats", "Dirent"]) {
  Object.defineProperty(module.exports, name, {
    enumerable: true,
    configurable: true,
    get: () => require("internal/fs_stats")[name],
  });
}
for (const [list, target, owner] of [[ABSENT, module.exports, "fs"], [ALSO_SYNC, module.exports, "fs"], [ABSENT, promises, "fs.promises"]]) {
  for (const name of list) {
    target[name] = () => {
      throw withCode(Error, "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", `${owner}.${name} is not in the lab`);
    };
  }
}
