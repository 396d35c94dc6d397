-- An address may hold _ and %, which are no patterns here.
INSERT INTO users (id, name, email) VALUES
  (11, 'Omar', 'Tea_Pot@shop.test'),
  (12, 'Zoe', 'teaxpot@shop.test'),
  (13, 'Sam', 'tea-pot@shop.test'),
  (14, 'Mei', 'tea%pot@shop.test');

INSERT INTO typed (email) VALUES ('tea_pot@SHOP.test');
