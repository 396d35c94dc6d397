INSERT INTO notes (id, text, done) VALUES
  (1, 'pay the rent', 1),
  (2, 'mend the bell', 1);
