INSERT INTO products (id, name, category, price_cents, stock) VALUES
  (11, 'steamer', 'kitchen', 4000, 1),
  (12, 'iced tea', 'tea', 500, 0),
  (13, 'espresso', 'coffee', 1000, 5),
  (14, 'teaspoon', 'kitchen', 4000, 0),
  (15, 'crème', '', 320, 2),
  (16, 'voucher', NULL, 4000, 7),
  (17, 'mocha', 'coffee', 499, 0),
  (18, 'apron', 'kitchen', 4000, 4),
  (19, 'rooibos tea', 'tea', 1001, 30),
  (20, 'bag', '', 999, 0),
  (21, 'sencha', 'tea', 880, 6),
  (22, 'biscuit for tea', 'sweets', 250, 9);
