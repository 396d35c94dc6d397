"use strict";

// The report that Node calls `spec`: a line for each test, then the sums and what failed.

const { inspect } = require("internal/inspect");

let waiting = "";

/** Lines come out together, when the code that runs is done. */
function write(text) {
  if (waiting === "") process.nextTick(flush);
  waiting += text;
}

function flush() {
  const text = waiting;
  waiting = "";
  if (text !== "") process.stdout.write(text);
}

/** Tells of the tests that are done, in the order in which they are written. */
function advance(test) {
  while (test.reported < test.subtests.length) {
    const next = test.subtests[test.reported];
    advance(next);
    if (!next.isDone || next.reported < next.subtests.length) return;
    tell(next);
    test.reported += 1;
  }
}

function heads(test) {
  if (test.level < 0 || test.isHeadWritten) return;
  heads(test.parent);
  test.isHeadWritten = true;
  write(`${indent(test)}▶ ${test.name}\n`);
}

function indent(test) {
  return "  ".repeat(test.level);
}

function tell(test) {
  heads(test.parent);
  write(`${indent(test)}${lineOf(test)}\n`);
  for (const message of test.diagnostics) write(`${indent(test)}ℹ ${message}\n`);
}

/** The mark of a test, its name, how long it took, and why it does not count. */
function lineOf(test) {
  const failed = test.error !== undefined;
  let mark = failed ? "✖" : "✔";
  let why = "";
  const reason = (key) => ` # ${test[key] === true ? key.toUpperCase() : test[key]}`;
  if (test.skip) [mark, why] = [failed ? mark : "﹣", reason("skip")];
  else if (test.todo) [mark, why] = [failed ? "⚠" : mark, reason("todo")];
  const took = test.duration === undefined ? "" : ` (${Number(test.duration.toFixed(6))}ms)`;
  return `${mark} ${test.name}${took}${why}`;
}

/**
 * Writes the sums, and what failed.
 * @param {object} root
 * @returns {boolean} whether nothing failed
 */
function summary(root) {
  const sums = { tests: 0, suites: 0, pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0 };
  const failed = [];
  count(root, sums, failed);
  for (const message of root.diagnostics) write(`ℹ ${message}\n`);
  for (const [name, sum] of Object.entries(sums)) write(`ℹ ${name} ${sum}\n`);
  write(`ℹ duration_ms ${host.now() - root.began}\n`);
  if (failed.length > 0) {
    write("\n✖ failing tests:\n");
    for (const test of failed) write(`\n${placeOf(test)}${lineOf(test)}\n${indented(test.error.value)}\n`);
  }
  flush();
  return sums.fail === 0 && sums.cancelled === 0 && failed.every((test) => test.todo);
}

function count(test, sums, failed) {
  for (const one of test.subtests) {
    count(one, sums, failed);
    if (one.error && !one.hasFailedSubtests) failed.push(one);
    if (one.isSuite) sums.suites += 1;
    else {
      sums.tests += 1;
      if (one.skip) sums.skipped += 1;
      else if (one.todo) sums.todo += 1;
      else if (one.isCancelled) sums.cancelled += 1;
      else if (one.error) sums.fail += 1;
      else sums.pass += 1;
    }
  }
}

function placeOf({ place }) {
  if (place === undefined) return "";
  return `test at ${require("path").relative(process.cwd(), place.path)}:${place.line}:${place.column}\n`;
}

function indented(error) {
  return inspect(error).split("\n").map((line) => `  ${line}`).join("\n");
}

module.exports = { advance, summary };
