"use strict";

// `process.stdout`, `process.stderr` and `process.stdin`. Output does not wait, as in a file.

const streams = {};

/** @returns {object} standard output */
function stdout() {
  streams.stdout ??= output(1);
  return streams.stdout;
}

/** @returns {object} standard error */
function stderr() {
  streams.stderr ??= output(2);
  return streams.stderr;
}

/** @returns {object} standard input, as one piece */
function stdin() {
  if (streams.stdin === undefined) {
    const { Readable } = require("stream");
    const bytes = Buffer.from(host.start.stdin);
    let isGiven = false;
    const stream = new Readable({
      highWaterMark: 65536,
      read() {
        if (!isGiven && bytes.length > 0) this.push(bytes);
        // A pipe's end is an event of its own, after what its bytes led to.
        else setImmediate(() => this.push(null));
        isGiven = true;
      },
    });
    stream.fd = 0;
    stream.setRawMode = undefined;
    for (const name of ["ref", "unref"]) stream[name] = () => stream;
    streams.stdin = stream;
  }
  return streams.stdin;
}

/** A stream that most programs only write to: the parts of Writable come when they are asked for. */
function output(fd) {
  const EventEmitter = require("events");
  const stream = new EventEmitter();
  const print = (chunk, encoding) => {
    const isText = typeof chunk === "string";
    if (isText && (encoding === undefined || encoding === "utf8")) host.print(fd, chunk.toWellFormed(), currentRequest());
    else host.print(fd, isText ? Buffer.from(chunk, encoding) : chunk, currentRequest());
  };
  Object.assign(stream, {
    fd,
    writable: true,
    writableLength: 0,
    writableHighWaterMark: 16384,
    _type: "fs",
    write(chunk, encoding, done) {
      const callback = typeof encoding === "function" ? encoding : done;
      if (typeof chunk !== "string" && !ArrayBuffer.isView(chunk)) {
        const { codedError } = require("internal/errors");
        throw codedError("ERR_INVALID_ARG_TYPE", "chunk", ["string", "Buffer", "TypedArray", "DataView"], chunk);
      }
      print(chunk, typeof encoding === "string" ? encoding : undefined);
      if (typeof callback === "function") process.nextTick(callback, null);
      return true;
    },
    end(chunk, encoding, done) {
      const last = typeof chunk === "function" ? undefined : chunk;
      if (last !== undefined && last !== null) stream.write(last, encoding);
      const callback = [chunk, encoding, done].find((value) => typeof value === "function");
      if (callback) process.nextTick(callback);
      return stream;
    },
    cork() {},
    uncork() {},
    destroy: () => stream,
    getColorDepth: () => 1,
    hasColors: () => false,
  });
  return stream;
}

function currentRequest() {
  return require("internal/current_request").current();
}

module.exports = { stdout, stderr, stdin };
