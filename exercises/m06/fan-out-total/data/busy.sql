-- Amounts that are alike, other numbers of items and payments, money back;
-- two orders of one customer.
INSERT INTO orders (id, customer) VALUES
  (201, 'Zoë'), (202, 'Sam'), (203, 'Ngozi'), (204, 'Mei'),
  (205, 'Zoë');

INSERT INTO order_items (order_id, product, quantity, price_cents) VALUES
  (201, 'cup', 2, 300), (201, 'bag', 1, 600), (201, 'pen', 3, 200),
  (202, 'lamp', 1, 1500),
  (203, 'cup', 1, 300), (203, 'rug', 1, 5000),
  (204, 'pen', 1, 200),
  (205, 'bag', 1, 600);

INSERT INTO payments (id, order_id, amount_cents) VALUES
  (11, 201, 900), (12, 201, 900),
  (13, 202, 500), (14, 202, 500), (15, 202, 500),
  (16, 203, 6000), (17, 203, -700),
  (18, 204, 200),
  (19, 205, -300);
