// The texts of the notes that are not done.
exports.openNotes = (notes) => {
};
