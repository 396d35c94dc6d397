const fs = require("node:fs");
const path = require("node:path");

exports.migrate = (db, folder) => {
  // record: a table that says what was applied, and with which text
  // read: the files that count, in the order of their numbers
  // (localeCompare knows no `numeric` in the lab: compare numbers)
  // compare: is each that was applied as it was then?
  // apply: each that is new, together with its record
};
