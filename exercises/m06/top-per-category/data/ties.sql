-- Equal at the top, with one name and with two; equal below the top.
INSERT INTO products (id, name, category, price_cents) VALUES
  (21, 'rooibos', 'thé', 500), (22, 'assam', 'thé', 700),
  (23, 'mug', 'kitchen', 650), (24, 'mug', 'kitchen', 800),
  (25, 'spoon', 'kitchen', 200),
  (26, 'espresso', 'café', 900), (27, 'filter', 'café', 500),
  (28, 'moka', 'café', 900),
  (29, 'bowl', 'kitchen', 100);

INSERT INTO orders (id, status) VALUES
  (101, 'paid'), (102, 'paid'), (103, 'paid'), (104, 'cancelled');

INSERT INTO order_items (order_id, product_id, quantity, price_cents) VALUES
  (101, 21, 2, 500), (102, 21, 1, 400), (101, 22, 2, 700),
  (101, 23, 2, 650), (102, 24, 2, 800), (103, 23, 1, 300),
  (103, 25, 1, 200), (103, 29, 2, 100),
  (102, 26, 1, 900), (102, 27, 1, 500), (103, 28, 1, 500),
  (103, 27, 1, 100), (104, 28, 9, 900);
