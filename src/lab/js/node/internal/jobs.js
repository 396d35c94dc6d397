"use strict";

// Work that the host does on threads of its own: begun here, told of in a later turn. host/jobs.rs
// says what a job is.

const { slot } = require("internal/context");
const { current } = require("internal/current_request");

/** What waits for its end, by the host's numbers. */
const waiting = new Map();

/**
 * Begins a job.
 * @param {object} job
 * @param {(error: Error | null, bytes: ArrayBuffer | undefined) => void} done
 * @param {(part: number) => void} [progress] hears how much is done, now and then
 */
function later(job, done, progress = undefined) {
  const id = host.computeLater(job, current());
  waiting.set(id, { done, progress, frame: slot.frame });
}

/** Does a job at once. @param {object} job @returns {ArrayBuffer} */
function now(job) {
  const result = host.compute(job, current());
  if (typeof result === "string") throw failure(result);
  return result;
}

/** Called by the host at the end of a job, with what it gave or why it gave nothing. */
function finished(id, result) {
  const { done, frame } = waiting.get(id);
  waiting.delete(id);
  slot.frame = frame;
  if (typeof result === "string") done(failure(result), undefined);
  else done(null, result);
}

/** Called by the host while a job runs. */
function advanced(id, part) {
  const { progress, frame } = waiting.get(id);
  slot.frame = frame;
  progress(part);
}

/** A job without a result. `reason` is the host's own word, for modules that have words of theirs. */
function failure(reason) {
  const lacks = reason.startsWith("memory: ");
  const error = new Error(lacks ? `Not enough memory: ${reason.slice(8)}` : reason);
  if (lacks) error.code = "ERR_OSSL_CRYPTO_MALLOC_FAILURE";
  else reasons.set(error, reason);
  return error;
}
const reasons = new WeakMap();

/** @param {Error} error @returns {string | undefined} the host's word, if it is one */
function reasonOf(error) {
  return reasons.get(error);
}

module.exports = { later, now, finished, advanced, reasonOf };
