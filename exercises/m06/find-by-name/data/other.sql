-- The sign of an escape in a name, patterns at both ends, spaces inside.
INSERT INTO products (code, name) VALUES
  ('T_', '100%'), ('TT_', '100!% real'), ('T', '100\% café'),
  ('T__1', '2100% hype'), ('_T_', '100 % linen'), ('T%', 'juice 100%'),
  ('TÉ_1', 'thé vert'), ('B!', 'so good! 100% wool');

INSERT INTO customers (id, given, family, email, phone) VALUES
  (21, 'Zoë', 'DARE', 'ASHA@X.TEST  ', '   '),
  (22, 'Sam', 'van Dam', 'asha@x.test.example', ''),
  (23, 'Ngozi', 'Da', ' as ha@x.test', NULL),
  (24, 'Mei', '', 'zasha@x.test', '  030 5 '),
  (25, 'Ana María', 'de la Dama', 'asha@x-test', '7'),
  (26, 'Omar', 'D''Angelo', NULL, ' '),
  (27, 'Asha', NULL, '  aSha@x.test ', '0'),
  (28, 'Dana', 'Roy', 'dana@x.test', NULL);
