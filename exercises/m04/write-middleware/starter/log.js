// A log that prints each entry as one line, and remembers it.
const entries = [];

function log(entry) {
  entries.push(entry);
  console.log(JSON.stringify(entry));
}

module.exports = { entries, log };
