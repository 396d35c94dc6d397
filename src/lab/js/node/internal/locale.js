"use strict";

// `toLocaleString` and its like for en-US, which is all that the lab has of Intl.

const FRACTION_DIGITS_MAX = 3;

/** Replaces the engine's own, which know no locale. */
function install() {
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
