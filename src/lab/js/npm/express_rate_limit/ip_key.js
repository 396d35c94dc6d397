"use strict";

// The name that a client has for a limit: its address, or, in IPv6, where one client has many, the
// network that it is in.

const { isIPv6 } = require("net");

/** Bits of the part of an IPv6 address that is one client's. */
const USUAL_SUBNET = 56;

/**
 * @param {string} ip
 * @param {number | false} [ipv6Subnet] in bits
 * @returns {string} the address, or the network as in `2001:db8:1::/56`
 */
function ipKeyGenerator(ip, ipv6Subnet = USUAL_SUBNET) {
  if (!isIPv6(ip ?? "")) return ip;
  const [address] = ip.split("%");
  const groups = groupsOf(address);
  const mapped = ipv4Of(groups, address);
  if (mapped !== undefined) return mapped;
  if (!ipv6Subnet) return ip;
  const bits = Number(ipv6Subnet);
  if (!(bits >= 0 && bits <= 128)) throw Object.assign(new Error("Invalid subnet mask."), { name: "AddressError" });
  const network = groups.map((group, at) => group & maskOf(bits - 16 * at));
  return `${shortened(network)}/${bits}`;
}

/** The eight numbers of an address. */
function groupsOf(address) {
  const text = address.replace(/\d+\.\d+\.\d+\.\d+$/, (dotted) => {
    const [a, b, c, d] = dotted.split(".").map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [before, after] = text.split("::").map((part) => (part === "" ? [] : part.split(":")));
  const rest = after ?? [];
  const zeros = new Array(8 - before.length - rest.length).fill("0");
  return [...before, ...zeros, ...rest].map((group) => Number.parseInt(group, 16));
}

/** The IPv4 address that is written as one of IPv6, if it is (RFC 4291, section 2.5.5). */
function ipv4Of(groups, address) {
  const isZero = groups.slice(0, 5).every((group) => group === 0);
  const isMapped = isZero && (groups[5] === 0xffff || (groups[5] === 0 && address.includes(".")));
  return isMapped ? groups.slice(6).flatMap((group) => [group >> 8, group & 0xff]).join(".") : undefined;
}

function maskOf(bits) {
  if (bits <= 0) return 0;
  return bits >= 16 ? 0xffff : (0xffff << (16 - bits)) & 0xffff;
}

/** As RFC 5952 writes it: the longest run of zeros is left out. */
function shortened(groups) {
  let best = { start: 0, length: 1 };
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (groups[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  const text = (part) => part.map((group) => group.toString(16)).join(":");
  if (best.length < 2) return text(groups);
  return `${text(groups.slice(0, best.start))}::${text(groups.slice(best.start + best.length))}`;
}

module.exports = ipKeyGenerator;
