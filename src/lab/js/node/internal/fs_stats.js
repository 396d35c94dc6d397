"use strict";

// What a file is: Stats, and the entries of a folder (nodejs.org/api/fs.html).

const FIELDS = ["dev", "mode", "nlink", "uid", "gid", "rdev", "blksize", "ino", "size", "blocks", "atimeMs", "mtimeMs", "ctimeMs", "birthtimeMs"];
const TIMES = ["atime", "mtime", "ctime", "birthtime"];

/** The bits of a mode that say what a file is, and the name and number of each kind. */
const KIND_BITS = 0o170000;
const KINDS = {
  isDirectory: [0o040000, 2],
  isFile: [0o100000, 1],
  isBlockDevice: [0o060000, 7],
  isCharacterDevice: [0o020000, 6],
  isSymbolicLink: [0o120000, 3],
  isFIFO: [0o010000, 4],
  isSocket: [0o140000, 5],
};
const TYPE = Symbol("type");

/** @param {number[]} numbers as the host gives them @param {boolean} big */
function Stats(numbers, big) {
  FIELDS.forEach((name, at) => {
    this[name] = big ? BigInt(Math.floor(numbers[at])) : numbers[at];
  });
}

/** The same with whole numbers of any size. */
function BigIntStats(numbers) {
  Stats.call(this, numbers, true);
  for (const name of TIMES) {
    const at = FIELDS.indexOf(`${name}Ms`);
    this[`${name}Ns`] = BigInt(Math.round(numbers[at] * 1e6));
  }
}
Object.setPrototypeOf(BigIntStats.prototype, Stats.prototype);

for (const [name, [bits]] of Object.entries(KINDS)) {
  Stats.prototype[name] = function () {
    return (Number(this.mode) & KIND_BITS) === bits;
  };
}
for (const name of TIMES) {
  Object.defineProperty(Stats.prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = new Date(Math.round(Number(this[`${name}Ms`])));
      this[name] = value;
      return value;
    },
    set(value) {
      Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
    },
  });
}

/** An entry of a folder. */
class Dirent {
  constructor(name, parentPath, type) {
    this.name = name;
    this.parentPath = parentPath;
    this[TYPE] = type;
  }
}
for (const [name, [, number]] of Object.entries(KINDS)) {
  Dirent.prototype[name] = function () {
    return this[TYPE] === number;
  };
}

/** @param {number} mode @returns {number} the kind as `Dirent` has it */
function kindOf(mode) {
  return Object.values(KINDS).find(([bits]) => (mode & KIND_BITS) === bits)?.[1] ?? 0;
}

module.exports = { Stats, BigIntStats, Dirent, kindOf };
