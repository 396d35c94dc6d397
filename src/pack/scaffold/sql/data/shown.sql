INSERT INTO notes (id, text, done) VALUES
  (1, 'send the key', 0),
  (2, 'buy bread', 1),
  (3, 'call Asha', 0);
