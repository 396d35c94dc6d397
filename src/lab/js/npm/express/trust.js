"use strict";

// Which addresses before a server are trusted to say whom they speak for (expressjs.com/en/guide/behind-proxies.html).

const NAMES = {
  linklocal: ["169.254.0.0/16", "fe80::/10"],
  loopback: ["127.0.0.1/8", "::1/128"],
  uniquelocal: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
};

/** @returns {boolean} */
function trustNone() {
  return false;
}

/**
 * @param {boolean | number | string | string[] | Function} value of the setting `trust proxy`
 * @returns {(address: string, hop: number) => boolean}
 */
function compileTrust(value) {
  if (typeof value === "function") return value;
  if (value === true) return () => true;
  if (typeof value === "number") return (address, hop) => hop < value;
  const list = typeof value === "string" ? value.split(",").map((one) => one.trim()) : value || [];
  if (!Array.isArray(list)) throw new TypeError("unsupported trust argument");
  const ranges = list.flatMap((one) => (Object.hasOwn(NAMES, one) ? NAMES[one] : one)).map(range);
  if (ranges.length === 0) return trustNone;
  return (address) => {
    const bytes = toBytes(address);
    return bytes !== undefined && ranges.some((one) => within(bytes, one));
  };
}

/** All addresses stand as 16 bytes; those of IPv4 as they are mapped into IPv6. */
function range(written) {
  const slash = written.lastIndexOf("/");
  const address = slash === -1 ? written : written.slice(0, slash);
  const bytes = toBytes(address);
  if (bytes === undefined) throw new TypeError(`invalid IP address: ${address}`);
  const isShort = !address.includes(":");
  const most = isShort ? 32 : 128;
  if (slash === -1) return { bytes, bits: 128 };
  const mask = written.slice(slash + 1);
  let bits;
  if (/^\d+$/.test(mask)) bits = Number(mask);
  else if (isShort) bits = maskBits(mask);
  if (bits === undefined || bits <= 0 || bits > most) throw new TypeError(`invalid range on address: ${written}`);
  return { bytes, bits: isShort ? bits + 96 : bits };
}

function maskBits(mask) {
  const bytes = toBytes(mask);
  if (bytes === undefined) return undefined;
  const bits = bytes.slice(12).map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return /^1*0*$/.test(bits) ? bits.lastIndexOf("1") + 1 : undefined;
}

function within(bytes, { bytes: expected, bits }) {
  let left = bits;
  for (let index = 0; left > 0; index += 1, left -= 8) {
    const ignored = left >= 8 ? 0 : 8 - left;
    if (bytes[index] >> ignored !== expected[index] >> ignored) return false;
  }
  return true;
}

function toBytes(address) {
  if (typeof address !== "string") return undefined;
  if (!address.includes(":")) {
    const short = shortBytes(address);
    return short && [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, ...short];
  }
  const [plain] = address.split("%");
  const dot = plain.includes(".") ? plain.lastIndexOf(":") + 1 : -1;
  const short = dot === -1 ? [] : shortBytes(plain.slice(dot));
  if (short === undefined) return undefined;
  const halves = (dot === -1 ? plain : `${plain.slice(0, dot)}0:0`).split("::");
  if (halves.length > 2) return undefined;
  const [before, after = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - before.length - after.length;
  if (halves.length === 1 ? missing !== 0 : missing < 0) return undefined;
  const words = [...before, ...Array(missing).fill("0"), ...after];
  if (!words.every((word) => /^[0-9a-f]{1,4}$/i.test(word))) return undefined;
  const bytes = words.flatMap((word) => [parseInt(word, 16) >> 8, parseInt(word, 16) & 255]);
  if (short.length > 0) bytes.splice(12, 4, ...short);
  return bytes;
}

function shortBytes(address) {
  const parts = address.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.map(Number);
}

module.exports = { compileTrust, trustNone };
