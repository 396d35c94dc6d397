"use strict";

// One stream of the web into another (streams.spec.whatwg.org, "ReadableStreamPipeTo").

const { invalidState, Later } = require("internal/web_base");
const readable = require("internal/web_readable");
const writable = require("internal/web_writable");

/**
 * @param {object} source the record of a ReadableStream that nobody holds
 * @param {object} target the record of a WritableStream that nobody holds
 * @param {{preventClose: boolean, preventAbort: boolean, preventCancel: boolean, signal?: AbortSignal}} options
 * @returns {Promise<undefined>}
 */
function pipe(source, target, { preventClose, preventAbort, preventCancel, signal }) {
  const reader = readable.acquireReader(source);
  const writer = writable.acquireWriter(target);
  source.disturbed = true;
  const run = { source, target, reader, writer, signal, done: new Later(), isEnding: false, lastWrite: Promise.resolve() };
  const abortTarget = (error) => () => writable.abortStream(target, error);
  const cancelSource = (error) => () => readable.cancelStream(source, error);

  if (signal !== undefined) {
    run.onAbort = () => {
      const { reason } = signal;
      const acts = [];
      if (!preventAbort && target.state === "writable") acts.push(abortTarget(reason));
      if (!preventCancel && source.state === "readable") acts.push(cancelSource(reason));
      end(run, () => Promise.all(acts.map((act) => act())), { error: reason });
    };
    if (signal.aborted) {
      run.onAbort();
      return run.done.promise;
    }
    signal.addEventListener("abort", run.onAbort);
  }

  const isOver = writable.isClosing(target) || target.state === "closed";
  // Node takes a chunk that lies ready before it looks where it goes.
  if (isOver && !source.controller.queue.isEmpty) readable.read(reader, { chunk() {}, close() {}, error() {} });
  whenErrored(source, reader, (error) => end(run, preventAbort ? undefined : abortTarget(error), { error }));
  whenErrored(target, writer, (error) => end(run, preventCancel ? undefined : cancelSource(error), { error }));
  const onEnd = () => end(run, preventClose ? undefined : () => writable.closeOnce(writer));
  if (source.state === "closed") onEnd();
  else reader.closed.promise.then(onEnd, () => {});
  if (isOver) {
    const error = invalidState("Destination WritableStream is closed");
    end(run, preventCancel ? undefined : cancelSource(error), { error });
  }
  move(run);
  return run.done.promise;
}

/** Now, when it has failed already. */
function whenErrored(stream, holder, act) {
  if (stream.state === "errored") act(stream.storedError);
  else holder.closed.promise.catch(act);
}

/** Chunk after chunk, as the target wants them. */
function move(run) {
  const { reader, writer } = run;
  const next = () => {
    if (run.isEnding) return;
    if (writable.desiredSizeOf(writer) > 0) readOne();
    else writer.ready.promise.then(next, () => {});
  };
  const readOne = () => {
    readable.read(reader, {
      chunk(chunk) {
        run.lastWrite = writable.write(writer, chunk).then(undefined, () => {});
        queueMicrotask(next);
      },
      close() {},
      error() {},
    });
  };
  writer.ready.promise.then(next, () => {});
}

/** Ends a pipe once: what is written is waited for, then `act` is done. */
function end(run, act = undefined, failure = undefined) {
  if (run.isEnding) return;
  run.isEnding = true;
  const finish = () => {
    if (act === undefined) finalize(run, failure);
    else act().then(() => finalize(run, failure), (error) => finalize(run, { error }));
  };
  if (run.target.state === "writable" && !writable.isClosing(run.target)) written(run).then(finish);
  else finish();
}

async function written(run) {
  let waited;
  while (waited !== run.lastWrite) {
    waited = run.lastWrite;
    await waited;
  }
}

function finalize(run, failure) {
  writable.releaseWriter(run.writer);
  readable.releaseReader(run.reader);
  run.signal?.removeEventListener("abort", run.onAbort);
  if (failure === undefined) run.done.resolve();
  else run.done.reject(failure.error);
}

module.exports = { pipe };
