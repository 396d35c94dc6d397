-- Equal totals, a total of 0, one name twice, other states only.
INSERT INTO stores (id, name) VALUES
  (51, 'São Bento'), (52, 'Market'), (53, 'Market'), (54, 'Gare'), (55, 'Kai');

INSERT INTO orders (id, store_id, status, total_cents) VALUES
  (101, 51, 'paid', 500), (102, 51, 'paid', 500), (103, 51, 'paid', 500),
  (104, 51, 'cancelled', 500),
  (111, 52, 'open', 1000), (112, 53, 'paid', 2000), (113, 53, 'open', 0),
  (121, 54, 'returned', 700), (122, 54, 'lost', 300),
  (131, 55, 'paid', 0), (132, 55, 'cancelled', 900), (133, 55, 'cancelled', 100),
  (141, NULL, 'returned', 5);
