"use strict";

// How safely to write and what to read: WriteConcern, ReadConcern, ReadPreference. There is one
// server here, which does as it is told at once; what is asked for is checked and sent.

const { invalid } = require("npm/mongodb/errors");

const ReadConcernLevel = Object.freeze({
  local: "local", majority: "majority", linearizable: "linearizable", available: "available", snapshot: "snapshot",
});
const ReadPreferenceMode = Object.freeze({
  primary: "primary", primaryPreferred: "primaryPreferred", secondary: "secondary",
  secondaryPreferred: "secondaryPreferred", nearest: "nearest",
});

/** How safely a write is to be done. */
class WriteConcern {
  /** @param {number | string} [w] @param {number} [wtimeoutMS] @param {boolean} [journal] @param {boolean | 1} [fsync] */
  constructor(w = undefined, wtimeoutMS = undefined, journal = undefined, fsync = undefined) {
    if (w !== undefined && w !== null) this.w = Number.isNaN(Number(w)) ? w : Number(w);
    if (wtimeoutMS !== undefined && wtimeoutMS !== null) {
      this.wtimeout = wtimeoutMS;
      this.wtimeoutMS = wtimeoutMS;
    }
    if (journal !== undefined && journal !== null) {
      this.j = journal;
      this.journal = journal;
    }
    if (fsync) this.journal = Boolean(fsync);
  }

  /** What is said of it in `options`, or of what they are within. */
  static fromOptions(options, inherited = undefined) {
    if (options === undefined || options === null) return undefined;
    const given = { ...(inherited?.writeConcern ?? inherited), ...options };
    const concern = options.writeConcern ?? given;
    if (typeof concern === "string" || typeof concern === "number") return new WriteConcern(concern);
    const { w, wtimeout, wtimeoutMS = wtimeout, j, journal = j, fsync } = concern;
    if ([w, wtimeoutMS, journal, fsync].every((value) => value === undefined)) return undefined;
    return new WriteConcern(w, wtimeoutMS, journal, fsync);
  }

  static apply(command, concern) {
    const sent = {};
    if (concern.w !== undefined) sent.w = concern.w;
    if (concern.wtimeoutMS !== undefined) sent.wtimeout = concern.wtimeoutMS;
    if (concern.journal !== undefined) sent.j = concern.j;
    command.writeConcern = sent;
    return command;
  }
}

/** What a read may see. */
class ReadConcern {
  constructor(level) {
    this.level = ReadConcernLevel[level] ?? level;
  }

  static fromOptions(options) {
    const { readConcern, level } = options ?? {};
    if (readConcern instanceof ReadConcern) return readConcern;
    if (typeof readConcern === "string") return new ReadConcern(readConcern);
    if (readConcern?.level) return new ReadConcern(readConcern.level);
    return level ? new ReadConcern(level) : undefined;
  }

  static get MAJORITY() {
    return "majority";
  }

  static get AVAILABLE() {
    return "available";
  }

  static get LINEARIZABLE() {
    return "linearizable";
  }

  static get SNAPSHOT() {
    return "snapshot";
  }

  toJSON() {
    return { level: this.level };
  }
}

/** Which of several servers to read from. */
class ReadPreference {
  constructor(mode, tags = undefined, options = undefined) {
    if (!ReadPreference.isValid(mode)) throw invalid(`Invalid read preference mode ${JSON.stringify(mode)}`);
    this.mode = mode;
    this.tags = tags;
    this.hedge = options?.hedge;
    this.maxStalenessSeconds = undefined;
    if (options?.maxStalenessSeconds !== undefined && options.maxStalenessSeconds !== null) {
      if (options.maxStalenessSeconds <= 0) throw invalid("maxStalenessSeconds must be a positive integer");
      this.maxStalenessSeconds = options.maxStalenessSeconds;
    }
  }

  get preference() {
    return this.mode;
  }

  static fromString(mode) {
    return new ReadPreference(mode);
  }

  static fromOptions(options) {
    const { readPreference, readPreferenceTags } = options ?? {};
    if (readPreference === undefined || readPreference === null) return undefined;
    if (readPreference instanceof ReadPreference) return readPreference;
    if (typeof readPreference === "string") return new ReadPreference(readPreference, readPreferenceTags, options);
    const { mode, preference = mode, tags, hedge, maxStalenessSeconds } = readPreference;
    return new ReadPreference(preference, tags, { hedge, maxStalenessSeconds });
  }

  static isValid(mode) {
    return mode === null || Object.hasOwn(ReadPreferenceMode, mode);
  }

  isValid(mode = this.mode) {
    return ReadPreference.isValid(mode);
  }

  secondaryOk() {
    return this.mode !== "primary";
  }

  equals(other) {
    return other.mode === this.mode;
  }

  toJSON() {
    const { mode, tags, hedge, maxStalenessSeconds } = this;
    return { mode, ...(Array.isArray(tags) && { tags }), ...(maxStalenessSeconds && { maxStalenessSeconds }), ...(hedge && { hedge }) };
  }
}
for (const mode of Object.keys(ReadPreferenceMode)) {
  const constant = mode.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  ReadPreference[constant] = mode;
  Object.defineProperty(ReadPreference, mode, { value: new ReadPreference(mode), enumerable: true });
}

module.exports = { WriteConcern, ReadConcern, ReadPreference, ReadConcernLevel, ReadPreferenceMode };
