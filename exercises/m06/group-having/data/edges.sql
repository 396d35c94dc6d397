-- Exactly 100.00, one cent more, exactly 3 orders, and open orders.
INSERT INTO customers (id, name) VALUES
  (61, 'Zoë'), (62, 'Sam'), (63, 'Ngozi'), (64, 'Mei'), (65, 'Omar');

INSERT INTO orders (id, customer_id, status, total_cents) VALUES
  (101, 61, 'paid', 5000), (102, 61, 'paid', 3000), (103, 61, 'paid', 2000),
  (111, 62, 'paid', 5000), (112, 62, 'paid', 3000), (113, 62, 'paid', 2001),
  (121, 63, 'paid', 9000), (122, 63, 'paid', 9000), (123, 63, 'open', 9000),
  (131, 64, 'paid', 3000), (132, 64, 'paid', 3000), (133, 64, 'paid', 3000),
  (134, 64, 'open', 5000),
  (141, 65, 'paid', 9000), (142, 65, 'paid', 9000), (143, 65, 'paid', 9000),
  (144, 65, 'open', 100);
