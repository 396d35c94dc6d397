"use strict";

// The pages that are sent where no handler sends one, and text in them.

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/**
 * @param {unknown} text
 * @returns {string} what a browser shows as this text, in an element or in an attribute
 */
function escapeHtml(text) {
  return String(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
}

/**
 * @param {string} title
 * @param {string} body HTML
 * @returns {string}
 */
function page(title, body) {
  return (
    `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>${title}</title>\n</head>\n` +
    `<body>\n<pre>${body}</pre>\n</body>\n</html>\n`
  );
}

module.exports = { escapeHtml, page };
