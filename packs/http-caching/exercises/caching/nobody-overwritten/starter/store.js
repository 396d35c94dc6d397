// Notes, each with a version. Saving takes a moment, as in a database.
const notes = new Map([
  ["1", { text: "tea", version: 1 }],
  ["2", { text: "crème", version: 7 }],
]);
const moment = () => new Promise((done) => setTimeout(done, 5));

/** The note with this id as { text, version }, or undefined. */
async function find(id) {
  await moment();
  const note = notes.get(id);
  return note && { ...note };
}

/**
 * Saves the text if the note still has this version. Gives the new note, or undefined where
 * another save came first.
 */
async function save(id, text, version) {
  await moment();
  if (notes.get(id)?.version !== version) return undefined;
  notes.set(id, { text, version: version + 1 });
  return { text, version: version + 1 };
}

module.exports = { find, save };
