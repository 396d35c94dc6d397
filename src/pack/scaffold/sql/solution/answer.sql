-- The texts of the notes that are not done, in the order of the alphabet.
SELECT text FROM notes WHERE done = 0 ORDER BY text;
