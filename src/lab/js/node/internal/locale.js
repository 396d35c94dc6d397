"use strict";

// `toLocaleString` and its like for en-US, and `localeCompare` for each locale: all that the lab has of Intl.

const FRACTION_DIGITS_MAX = 3;

const CHOICES = {
  usage: ["sort", "search"],
  localeMatcher: ["lookup", "best fit"],
  caseFirst: ["upper", "lower", "false"],
  sensitivity: ["base", "accent", "case", "variant"],
};
/** The collator that was used last: a sort asks for the same one again and again. */
let kept = { wishes: undefined, compare: undefined };

/** Replaces the engine's own, which know no locale. */
function install() {
  method(String.prototype, "localeCompare", function localeCompare(that, ...wishes) {
    if (this === undefined || this === null) {
      throw new TypeError("String.prototype.localeCompare called on null or undefined");
    }
    const [left, right] = [String(this), String(that)];
    return collator(...wishes)(left.toWellFormed(), right.toWellFormed());
  });
  method(Number.prototype, "toLocaleString", function toLocaleString(_, options) {
    return numberText(Number.prototype.valueOf.call(this), options);
  });
  method(BigInt.prototype, "toLocaleString", function toLocaleString() {
    return grouped(BigInt.prototype.toString.call(this));
  });
  method(Date.prototype, "toLocaleDateString", function toLocaleDateString(_, options) {
    return Number.isNaN(this.getTime()) ? "Invalid Date" : dateText(fields(this, options));
  });
  method(Date.prototype, "toLocaleTimeString", function toLocaleTimeString(_, options) {
    return Number.isNaN(this.getTime()) ? "Invalid Date" : timeText(fields(this, options));
  });
  method(Date.prototype, "toLocaleString", function toLocaleString(_, options) {
    if (Number.isNaN(this.getTime())) return "Invalid Date";
    const parts = fields(this, options);
    return `${dateText(parts)}, ${timeText(parts)}`;
  });
  // The lab's clock is that of UTC, whose name the engine does not add.
  for (const name of ["toString", "toTimeString"]) {
    const { [name]: plain } = Date.prototype;
    const named = {
      [name]() {
        const text = plain.call(this);
        return text.endsWith("GMT+0000") ? `${text} (Coordinated Universal Time)` : text;
      },
    };
    method(Date.prototype, name, named[name]);
  }
}

/** A function that compares two texts (tc39.es/ecma402, Intl.Collator). */
function collator(locales, options) {
  const locale = localeOf(locales);
  const wish = (name) => choice(options, name);
  wish("usage");
  wish("localeMatcher");
  const numeric = flag(options, "numeric");
  const caseFirst = wish("caseFirst");
  const sensitivity = wish("sensitivity");
  const wishes = [locale, sensitivity, numeric, caseFirst, flag(options, "ignorePunctuation")];
  const name = wishes.join("|");
  if (kept.wishes !== name) kept = { wishes: name, compare: host.newCollator(...wishes) };
  return kept.compare;
}

/** The first of `locales`; each must be well formed. */
function localeOf(locales) {
  if (locales === undefined) return "en-US";
  if (locales === null) throw new TypeError("Cannot convert undefined or null to object");
  const tags = typeof locales === "string" ? [locales] : Array.from(locales);
  for (const tag of tags) {
    if (typeof tag !== "string" && (typeof tag !== "object" || tag === null)) {
      throw new TypeError("Language ID should be string or object.");
    }
    if (!host.isLocale(String(tag))) throw new RangeError("Incorrect locale information provided");
  }
  return tags.length > 0 ? String(tags[0]) : "en-US";
}

function choice(options, name) {
  if (options === null) throw new TypeError("String.prototype.localeCompare called on null or undefined");
  const value = options?.[name];
  if (value === undefined) return undefined;
  const text = String(value);
  if (!CHOICES[name].includes(text)) {
    throw new RangeError(`Value ${text} out of range for String.prototype.localeCompare options property ${name}`);
  }
  return text;
}

function flag(options, name) {
  const value = options?.[name];
  return value === undefined ? undefined : Boolean(value);
}

function method(prototype, name, value) {
  Object.defineProperty(prototype, name, { value, writable: true, configurable: true, enumerable: false });
}

function numberText(value, options = {}) {
  if (options.style === "percent") {
    const { style, ...others } = options;
    return `${numberText(value * 100, { maximumFractionDigits: 0, ...others })}%`;
  }
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value < 0 ? "-∞" : "∞";
  const least = options.minimumFractionDigits ?? 0;
  const most = Math.max(options.maximumFractionDigits ?? FRACTION_DIGITS_MAX, least);
  const [whole, part = ""] = Math.abs(value).toFixed(Math.min(most, 100)).split(".");
  let digits = part;
  while (digits.length > least && digits.endsWith("0")) digits = digits.slice(0, -1);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  return sign + (options.useGrouping === false ? whole : grouped(whole)) + (digits ? `.${digits}` : "");
}

function grouped(digits) {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

function fields(date, options) {
  const get = options?.timeZone === "UTC" ? "getUTC" : "get";
  const part = (name) => date[`${get}${name}`]();
  return {
    year: part("FullYear"),
    month: part("Month") + 1,
    day: part("Date"),
    hour: part("Hours"),
    minute: part("Minutes"),
    second: part("Seconds"),
  };
}

function dateText({ year, month, day }) {
  return `${month}/${day}/${year}`;
}

function timeText({ hour, minute, second }) {
  const two = (value) => String(value).padStart(2, "0");
  return `${hour % 12 || 12}:${two(minute)}:${two(second)} ${hour < 12 ? "AM" : "PM"}`;
}

module.exports = { install };
