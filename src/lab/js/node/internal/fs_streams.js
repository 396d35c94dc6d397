"use strict";

// Files as streams. No file stays open between two pieces: each is read or written by its place
// (nodejs.org/api/fs.html, "Class: fs.ReadStream").

const { codedError } = require("internal/errors");
const { validateFunction, validateInteger } = require("internal/validate");
const { Readable } = require("internal/stream_readable");
const { Writable } = require("internal/stream_writable");
const { failure, pathText, place, optionsOf, checkedFlag } = require("internal/fs_paths");
const { kindOf } = require("internal/fs_stats");
const { whenDone } = require("internal/ticks");

const PIECE_BYTES = 64 * 1024;
const MODE_AT = 1;
const FIRST_NUMBER = 20;
let opened = 0;

/** A number as a descriptor looks: nothing can be done with it. */
function newNumber() {
  opened += 1;
  return FIRST_NUMBER + opened;
}

function refuse(options) {
  for (const name of ["fd", "fs"]) {
    if (options[name] !== undefined && options[name] !== null) {
      throw new Error(`The lab has no streams of files with the option '${name}'`);
    }
  }
}

/** @param {string | URL | Buffer} path @param {string | object} [options] */
function ReadStream(path, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(path, options);
  const asked = optionsOf(options, { flags: "r", mode: 0o666 });
  refuse(asked);
  const { start, end = Infinity } = asked;
  if (start !== undefined) validateInteger(start, "start", 0);
  if (end !== Infinity) validateInteger(end, "end", 0);
  if (start !== undefined && start > end) {
    throw codedError("ERR_OUT_OF_RANGE", "start", `<= "end" (here: ${end})`, start);
  }
  this.fd = null;
  this.path = path instanceof Uint8Array || typeof path === "string" ? path : pathText(path);
  pathText(path);
  this.flags = checkedFlag(asked.flags ?? asked.flag ?? "r");
  this.mode = asked.mode;
  this.start = start;
  this.end = end;
  this.pos = start ?? 0;
  this.bytesRead = 0;
  Readable.call(this, { ...asked, highWaterMark: asked.highWaterMark ?? PIECE_BYTES, encoding: asked.encoding ?? undefined, read: undefined });
  return this;
}
Object.setPrototypeOf(ReadStream.prototype, Readable.prototype);
Object.setPrototypeOf(ReadStream, Readable);

ReadStream.prototype._construct = function (callback) {
  whenDone(() => {
    const text = pathText(this.path);
    const numbers = host.fileStat(place(text), true);
    if (typeof numbers === "string") {
      callback(failure(numbers, "open", text));
      return;
    }
    this.isFolder = kindOf(numbers[MODE_AT]) === 2;
    Object.defineProperty(this, "isFolder", { enumerable: false });
    isOpen(this, callback);
  });
};

function isOpen(stream, callback) {
  stream.fd = newNumber();
  callback();
  stream.emit("open", stream.fd);
  stream.emit("ready");
}

ReadStream.prototype._read = function (size) {
  const count = Math.min(size, this.end - this.pos + 1);
  if (count <= 0) {
    this.push(null);
    return;
  }
  // A disk answers later: who reads may listen, pause or end before.
  whenDone(() => {
    if (this.destroyed) return;
    const piece = this.isFolder ? "EISDIR" : host.readPart(place(pathText(this.path)), this.pos, count);
    if (typeof piece === "string") {
      this.destroy(piece === "EISDIR" ? failure(piece, "read") : failure(piece, "open", pathText(this.path)));
      return;
    }
    this.pos += piece.byteLength;
    this.bytesRead += piece.byteLength;
    this.push(piece.byteLength === 0 ? null : Buffer.from(piece));
  });
};

/** @param {string | URL | Buffer} path @param {string | object} [options] */
function WriteStream(path, options) {
  if (!(this instanceof WriteStream)) return new WriteStream(path, options);
  const asked = optionsOf(options, { flags: "w", mode: 0o666 });
  refuse(asked);
  if (asked.start !== undefined) throw new Error("The lab has no streams into files with the option 'start'");
  this.fd = null;
  this.path = path instanceof Uint8Array || typeof path === "string" ? path : pathText(path);
  pathText(path);
  this.flags = checkedFlag(asked.flags ?? asked.flag ?? "w");
  this.mode = asked.mode;
  this.start = undefined;
  this.pos = undefined;
  this.bytesWritten = 0;
  Writable.call(this, { ...asked, decodeStrings: true, write: undefined, writev: undefined });
  if (asked.encoding) this.setDefaultEncoding(asked.encoding);
  return this;
}
Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
Object.setPrototypeOf(WriteStream, Writable);

WriteStream.prototype._construct = function (callback) {
  whenDone(() => {
    const text = pathText(this.path);
    const code = host.writeFile(place(text), new Uint8Array(0), this.flags, this.mode);
    if (typeof code === "string") callback(failure(code, "open", text));
    else isOpen(this, callback);
  });
};

WriteStream.prototype._write = function (chunk, encoding, callback) {
  whenDone(() => {
    const code = host.writeFile(place(pathText(this.path)), chunk, "a", this.mode);
    if (typeof code === "string") {
      callback(failure(code, "write"));
      return;
    }
    this.bytesWritten += chunk.length;
    callback();
  });
};

for (const Class of [ReadStream, WriteStream]) {
  Object.defineProperty(Class.prototype, "constructor", { value: Class, writable: true, configurable: true });
  Class.prototype._destroy = function (error, callback) {
    this.fd = null;
    whenDone(() => callback(error));
  };
  Class.prototype.close = function close(callback = undefined) {
    if (callback !== undefined) {
      validateFunction(callback, "cb");
      if (this.closed) process.nextTick(callback);
      else this.once("close", callback);
    }
    if (this instanceof WriteStream) this.end();
    else this.destroy();
  };
  Object.defineProperty(Class.prototype, "pending", {
    configurable: true,
    get() {
      return this.fd === null;
    },
  });
}

module.exports = {
  ReadStream,
  WriteStream,
  createReadStream: (path, options) => new ReadStream(path, options),
  createWriteStream: (path, options) => new WriteStream(path, options),
};
