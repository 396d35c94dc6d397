INSERT INTO notes (id, text, done) VALUES
  (7, 'water the plants', 0),
  (4, 'pay the rent', 1),
  (9, 'answer Omar', 0),
  (5, 'mend the bell', 1),
  (6, 'write to Lin', 0);
