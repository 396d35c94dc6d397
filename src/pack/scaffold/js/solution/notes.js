// The texts of the notes that are not done.
exports.openNotes = (notes) => {
  const open = notes.filter((note) => !note.done);
  return open.map((note) => note.text);
};
