INSERT INTO products (code, name) VALUES
  ('T_100', 'tee, 100% cotton'), ('T_50', 'tee, 50% cotton'),
  ('TX_7', 'towel, pack of 100'), ('TEA_1', 'tea, 100 g'),
  ('MUG_1', '100% mug'), ('XT_1', 'scarf of wool');

INSERT INTO customers (id, given, family, email, phone) VALUES
  (1, 'Asha', 'Rao', 'Asha@x.test', '040 111'),
  (2, 'José', 'Da Costa', 'jose@x.test', '  '),
  (3, 'Lin', NULL, ' asha@x.test', NULL),
  (4, 'Natasha', '', 'natasha@x.test', ' 040 444 '),
  (5, 'Amara', 'Adams', NULL, ''),
  (6, 'Ravi', 'dahl', 'ravi@x.test', NULL);
