-- A space behind what was typed: that is no difference in case.
INSERT INTO users (id, name, email) VALUES
  (31, 'Nils', 'nils@shop.test'),
  (32, 'Asha', 'asha@shop.test');

INSERT INTO typed (email) VALUES ('Nils@shop.test ');
