-- Categories of which nothing was sold; one product equals the best of another category.
INSERT INTO products (id, name, category, price_cents) VALUES
  (31, 'lamp', 'living', 1500), (32, 'rug', 'living', 5000),
  (33, 'tent', 'garden', 9000), (34, 'rake', 'garden', 1200),
  (35, 'pen', 'paper', 100), (36, 'diary', 'paper', 300),
  (37, 'voucher', NULL, 1000), (38, 'wrapping', NULL, 100),
  (39, 'boots', 'shoes', 7000);

INSERT INTO orders (id, status) VALUES
  (201, 'paid'), (202, 'open'), (203, 'cancelled'), (204, 'paid');

INSERT INTO order_items (order_id, product_id, quantity, price_cents) VALUES
  (201, 31, 2, 1500), (204, 31, 2, 1500), (204, 32, 1, 1000),
  (202, 33, 1, 9000), (203, 34, 1, 1200),
  (201, 35, 9, 100), (204, 36, 4, 250),
  (201, 37, 3, 1000), (204, 38, 1, 100);
