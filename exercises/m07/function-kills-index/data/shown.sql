INSERT INTO users (id, name, email) VALUES
  (1, 'Kishore', 'Kishore@shop.test'),
  (2, 'Amara', 'amara@shop.test'),
  (3, 'Meera', 'MEERA.K@shop.test'),
  (4, 'Lin', 'lin_1@shop.test'),
  (5, 'Ravi', 'linx1@shop.test');

INSERT INTO typed (email) VALUES ('Meera.K@Shop.test');
