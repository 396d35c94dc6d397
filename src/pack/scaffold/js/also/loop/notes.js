// The texts of the notes that are not done.
exports.openNotes = (notes) => {
  const texts = [];
  for (const { text, done } of notes) {
    if (!done) {
      texts.push(text);
    }
  }
  return texts;
};
