"use strict";

// Whether the copy that a client has is still good (RFC 9110, section 13).

const NO_CACHE = /(?:^|,)\s*no-cache\s*(?:,|$)/i;

/**
 * @param {Record<string, string>} asked headers of the request
 * @param {{etag?: string, "last-modified"?: string}} told headers of the answer
 * @returns {boolean}
 */
function fresh(asked, told) {
  const tags = asked["if-none-match"];
  const since = asked["if-modified-since"];
  if (!tags && !since) return false;
  const control = asked["cache-control"];
  if (control && NO_CACHE.test(control)) return false;
  if (tags) {
    if (tags === "*") return true;
    return Boolean(told.etag) && hasTag(tags, told.etag);
  }
  const changed = told["last-modified"];
  return Boolean(changed) && Date.parse(changed) <= Date.parse(since);
}

/** Whether a list of tags has `tag`, weak or strong. */
function hasTag(list, tag) {
  const bare = tag.startsWith("W/") ? tag.slice(2) : tag;
  for (const one of list.split(",")) {
    const asked = one.trim();
    if (asked === bare || (asked.startsWith("W/") && asked.slice(2) === bare)) return true;
  }
  return false;
}

module.exports = { fresh, hasTag };
