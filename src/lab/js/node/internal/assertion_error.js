"use strict";

// What a failed assertion throws, and its words (nodejs.org/api/assert.html).

const { inspect } = require("internal/inspect");
const { codedError, hidden } = require("internal/errors");

/** Two texts of this length together are compared in one line. */
const ONE_LINE_MAX = 12;
/** Two texts of this length together get a mark below the first letter that differs. */
const MARKED_MAX = 80;
/** Lines that are equal in a row: so many are shown, and the one before the next difference. */
const EQUAL_SHOWN = 5;
/** Lines that are compared with each other; of more only equal starts and ends are found. */
const LINES_MAX = 1000;

const SENTENCES = {
  strictEqual: "Expected values to be strictly equal:",
  deepStrictEqual: "Expected values to be strictly deep-equal:",
  partialDeepStrictEqual: "Expected values to be partially and strictly deep-equal:",
  deepEqual: "Expected values to be loosely deep-equal:",
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  sameObject: 'Expected "actual" not to be reference-equal to "expected":',
  notIdentical: "Values have same structure but are not reference-equal:",
};

class AssertionError extends Error {
  constructor(options) {
    if (options === null || typeof options !== "object") throw codedError("ERR_INVALID_ARG_TYPE", "options", "object", options);
    const { message, actual, expected, operator, stackStartFn } = options;
    const isOwn = message === undefined || message === null;
    const isDiffed = ["strictEqual", "deepStrictEqual", "partialDeepStrictEqual"].includes(operator);
    super(isOwn ? words(actual, expected, operator) : isDiffed ? difference(actual, expected, operator, String(message)) : String(message));
    this.generatedMessage = options.generated ?? isOwn;
    hidden(this, "name", "AssertionError");
    this.code = "ERR_ASSERTION";
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
    this.diff = "simple";
    Error.captureStackTrace(this, stackStartFn ?? AssertionError);
    const plain = /^[^\n]*?(?=: |$)/.exec(this.stack)[0];
    hidden(this, "stack", `AssertionError [ERR_ASSERTION]${this.stack.slice(plain.length)}`);
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  /** The message tells of both values at length already. */
  [Symbol.for("nodejs.util.inspect.custom")](_, options) {
    return inspect(this, { ...options, customInspect: false, depth: 0 });
  }
}

/** A value as differences are found in it: a line for each member. */
function shown(value) {
  if (value instanceof Error && Object.keys(value).length === 0) return `[${value.name}: ${value.message}]`;
  return inspect(value, {
    compact: false, customInspect: false, depth: 1000, maxArrayLength: Infinity, maxStringLength: Infinity,
    showHidden: false, showProxy: false, sorted: true, getters: true, breakLength: Infinity,
  });
}

function words(actual, expected, operator) {
  switch (operator) {
    case "strictEqual":
    case "deepStrictEqual":
    case "partialDeepStrictEqual":
      return difference(actual, expected, operator, SENTENCES[operator]);
    case "notDeepStrictEqual":
    case "notStrictEqual": {
      const isObject = operator === "notStrictEqual" && actual !== null && (typeof actual === "object" || typeof actual === "function");
      const sentence = SENTENCES[isObject ? "sameObject" : operator];
      const text = shown(actual);
      return text.includes("\n") || isObject ? `${sentence}\n\n${text}\n` : `${sentence} ${text}`;
    }
    case "deepEqual":
      return `${SENTENCES.deepEqual}\n\n${shown(actual)}\n\nshould loosely deep-equal\n\n${shown(expected)}`;
    case "notDeepEqual":
      return `${SENTENCES.notDeepEqual}\n\n${shown(actual)}`;
    default:
      return `${inspect(actual)} ${operator} ${inspect(expected)}`;
  }
}

function isPlain(value) {
  return value === null || (typeof value !== "object" && typeof value !== "function");
}

/** What differs, below `sentence`. */
function difference(actual, expected, operator, sentence) {
  const [have, want] = [shown(actual), shown(expected)];
  if (have === want && !(isPlain(actual) && isPlain(expected))) {
    const head = sentence === SENTENCES[operator] ? SENTENCES.notIdentical : sentence;
    return `${head}\n\n${have}\n`;
  }
  const isOneLine = !have.includes("\n") && !want.includes("\n");
  const arePlain = isPlain(actual) && isPlain(expected);
  if (isOneLine && arePlain && have.length + want.length <= ONE_LINE_MAX && (actual !== 0 || expected !== 0)) {
    return `${sentence}\n\n${have} !== ${want}\n`;
  }
  if (isOneLine) {
    return `${sentence}\n+ actual - expected\n\n+ ${have}\n- ${want}\n${arePlain ? mark(have, want) : ""}`;
  }
  const { text, isSkipped } = compared(have.split("\n"), want.split("\n"));
  return `${sentence}\n+ actual - expected${isSkipped ? "\n... Skipped lines" : ""}\n\n${text}\n`;
}

function mark(have, want) {
  if (have.length + want.length >= MARKED_MAX) return "";
  let at = 0;
  while (at < have.length && have[at] === want[at]) at += 1;
  return at > 2 && at < have.length && at < want.length ? `${" ".repeat(at + 2)}^\n` : "";
}

/** The lines of both, marked where they differ. */
function compared(have, want) {
  const rows = [];
  let equal = [];
  let isSkipped = false;
  const flush = (isLast) => {
    const kept = equal.length > EQUAL_SHOWN + 2 ? [...equal.slice(0, EQUAL_SHOWN), "...", equal.at(-1)] : equal;
    isSkipped ||= !isLast && kept !== equal;
    rows.push(...(isLast ? equal.slice(0, EQUAL_SHOWN) : kept));
    equal = [];
  };
  for (const [sign, line] of steps(have, want)) {
    if (sign === " ") equal.push(`  ${line}`);
    else {
      flush(false);
      rows.push(`${sign} ${line}`);
    }
  }
  flush(true);
  return { text: rows.join("\n"), isSkipped };
}

/** Whether lines are equal but for a comma at their end. */
function isSame(one, other) {
  return one === other || `${one},` === other || one === `${other},`;
}

function longer(one, other) {
  return one.length < other.length ? other : one;
}

/** The fewest lines to take away (`+`, only in the first) and to add (`-`), in turn. */
function steps(have, want) {
  const result = [];
  let start = 0;
  while (start < have.length && start < want.length && isSame(have[start], want[start])) {
    result.push([" ", longer(have[start], want[start])]);
    start += 1;
  }
  const tail = [];
  let [end, other] = [have.length, want.length];
  while (end > start && other > start && isSame(have[end - 1], want[other - 1])) {
    tail.unshift([" ", longer(have[end - 1], want[other - 1])]);
    end -= 1;
    other -= 1;
  }
  return [...result, ...middle(have.slice(start, end), want.slice(start, other)), ...tail];
}

function middle(have, want) {
  const added = [];
  const result = [];
  const settle = () => result.push(...added.splice(0));
  if (have.length > LINES_MAX || want.length > LINES_MAX) {
    return [...have.map((line) => ["+", line]), ...want.map((line) => ["-", line])];
  }
  // How many lines are common from each place on.
  const common = Array.from({ length: have.length + 1 }, () => new Uint16Array(want.length + 1));
  for (let row = have.length - 1; row >= 0; row -= 1) {
    for (let column = want.length - 1; column >= 0; column -= 1) {
      common[row][column] = isSame(have[row], want[column])
        ? common[row + 1][column + 1] + 1
        : Math.max(common[row + 1][column], common[row][column + 1]);
    }
  }
  let [row, column] = [0, 0];
  while (row < have.length || column < want.length) {
    if (row < have.length && column < want.length && isSame(have[row], want[column])) {
      settle();
      result.push([" ", longer(have[row], want[column])]);
      row += 1;
      column += 1;
    } else if (row < have.length && (column >= want.length || common[row + 1][column] >= common[row][column + 1])) {
      result.push(["+", have[row]]);
      row += 1;
    } else {
      added.push(["-", want[column]]);
      column += 1;
    }
  }
  settle();
  return result;
}

module.exports = { AssertionError };
