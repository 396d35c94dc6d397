-- Not paid yet; paid before anything was chosen; neither of both.
INSERT INTO orders (id, customer) VALUES
  (301, 'Asha'), (302, 'Omar'), (303, 'Lucía'), (304, 'Yuki');

INSERT INTO order_items (order_id, product, quantity, price_cents) VALUES
  (301, 'mug', 1, 650), (301, 'coffee', 3, 890),
  (304, 'tea pot', 1, 2400);

INSERT INTO payments (id, order_id, amount_cents) VALUES
  (21, 302, 500), (22, 302, 250),
  (23, 304, 2400);
