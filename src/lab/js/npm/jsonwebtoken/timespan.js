"use strict";

// Spans of time as people write them: "2 days", "1.5h", "10" (milliseconds).

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A year has 365 days and a quarter. */
const YEAR = 365.25 * DAY;

const UNITS = [
  [["milliseconds", "millisecond", "msecs", "msec", "ms"], 1],
  [["seconds", "second", "secs", "sec", "s"], SECOND],
  [["minutes", "minute", "mins", "min", "m"], MINUTE],
  [["hours", "hour", "hrs", "hr", "h"], HOUR],
  [["days", "day", "d"], DAY],
  [["weeks", "week", "w"], 7 * DAY],
  [["years", "year", "yrs", "yr", "y"], YEAR],
];
/** Longer texts are no span. */
const TEXT_CHARS_MAX = 100;

/** Milliseconds; nothing for a text that is no span. */
function milliseconds(text) {
  if (text.length === 0) throw emptySpan(text);
  if (text.length > TEXT_CHARS_MAX) return undefined;
  const [, digits, unit = "ms"] = /^(-?(?:\d+)?\.?\d+) *([a-z]+)?$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const found = UNITS.find(([names]) => names.includes(unit.toLowerCase()));
  return found === undefined ? undefined : Number(digits) * found[1];
}

function emptySpan(text) {
  return new Error(`val is not a non-empty string or a valid number. val=${JSON.stringify(text)}`);
}

/**
 * The time that is `time` after `start`.
 * @param {unknown} time seconds, or a span as text
 * @param {number} [start] in seconds since 1970; now when it is left out
 * @returns {number | undefined} in whole seconds for a text
 */
function timespan(time, start) {
  const from = start || Math.floor(Date.now() / SECOND);
  if (typeof time === "number") return from + time;
  if (typeof time !== "string") return undefined;
  const span = milliseconds(time);
  return span === undefined ? undefined : Math.floor(from + span / SECOND);
}

module.exports = { timespan };
