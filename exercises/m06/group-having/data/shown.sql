INSERT INTO customers (id, name) VALUES
  (1, 'Kishore'), (2, 'Amara'), (3, 'Ravi'), (4, 'José'), (5, 'Ravi'),
  (6, 'Meera');

INSERT INTO orders (id, customer_id, status, total_cents) VALUES
  (11, 1, 'paid', 4000), (12, 1, 'paid', 3500), (13, 1, 'paid', 2600),
  (14, 1, 'paid', 900),
  (21, 2, 'paid', 9000), (22, 2, 'paid', 8000),
  (31, 3, 'paid', 5000), (32, 3, 'paid', 6000), (33, 3, 'cancelled', 9900),
  (41, 4, 'paid', 700), (42, 4, 'paid', 800), (43, 4, 'paid', 900),
  (51, 5, 'paid', 7000), (52, 5, 'cancelled', 2000), (53, 5, 'paid', 6000),
  (54, 5, 'paid', 5500);
