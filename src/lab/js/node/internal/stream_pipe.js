"use strict";

// From one stream into another (nodejs.org/api/stream.html, `readable.pipe`).

const { errorOnce } = require("internal/stream_base");

/**
 * @param {object} source
 * @param {object} target
 * @param {{end?: boolean}} [options]
 * @returns {object} the target
 */
function pipe(source, target, options = undefined) {
  const state = source._readableState;
  const isStandard = target === process.stdout || target === process.stderr;
  const onEnd = () => target.end();
  const onDrain = () => {
    state.awaitDrain.delete(target);
    if (state.awaitDrain.size === 0 && source.listenerCount("data") > 0) source.resume();
  };
  const onData = (chunk) => {
    if (target.write(chunk) !== false) return;
    state.awaitDrain.add(target);
    source.pause();
    target.on("drain", onDrain);
  };
  const onError = (error) => {
    unpipe(source, target);
    target.removeListener("error", onError);
    if (target.listenerCount("error") === 0) {
      if (target._writableState || target._readableState) errorOnce(target, error);
      else target.emit("error", error);
    }
  };
  const onGone = () => unpipe(source, target);
  const stop = () => {
    source.removeListener("data", onData);
    source.removeListener("end", onEnd);
    source.removeListener("end", onGone);
    target.removeListener("drain", onDrain);
    target.removeListener("error", onError);
    target.removeListener("close", onGone);
    target.removeListener("finish", onGone);
    target.removeListener("unpipe", onUnpipe);
    if (state.awaitDrain.delete(target)) onDrain();
  };
  const onUnpipe = (from) => {
    if (from === source) stop();
  };
  state.awaitDrain ??= new Set();
  state.pipes = [...state.pipes, { target, stop }];
  if (options?.end !== false && !isStandard) {
    if (state.endEmitted) process.nextTick(onEnd);
    else source.once("end", onEnd);
  } else source.once("end", onGone);
  source.on("data", onData);
  target.prependListener?.("error", onError);
  target.once("close", onGone);
  target.once("finish", onGone);
  target.on("unpipe", onUnpipe);
  target.emit("pipe", source);
  if (target.writableNeedDrain === true) {
    state.awaitDrain.add(target);
    source.pause();
    target.on("drain", onDrain);
  } else if (!state.flowing) source.resume();
  return target;
}

/**
 * @param {object} source
 * @param {object} [target] all of them when absent
 * @returns {object} the source
 */
function unpipe(source, target = undefined) {
  const state = source._readableState;
  const gone = state.pipes.filter((one) => target === undefined || one.target === target);
  state.pipes = state.pipes.filter((one) => !gone.includes(one));
  if (gone.length > 0 && state.pipes.length === 0) source.pause();
  for (const one of gone) one.target.emit("unpipe", source, { hasUnpiped: false });
  return source;
}

module.exports = { pipe, unpipe };
