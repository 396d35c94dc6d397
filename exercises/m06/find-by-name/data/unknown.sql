-- Little is known, and nothing of what is asked for.
INSERT INTO products (code, name) VALUES ('PEN', 'pen'), ('ÉTUI', 'étui');

INSERT INTO customers (id, given, family, email, phone) VALUES
  (31, 'Yuki', NULL, NULL, NULL),
  (32, 'Łucja', '', NULL, '  '),
  (33, 'Émile', NULL, 'emile@x.test', '');
