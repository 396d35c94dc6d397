-- Nobody has this address; others begin or end like it.
INSERT INTO users (id, name, email) VALUES
  (21, 'Noor', 'noor@shop.test.example'),
  (22, 'Ngozi', 'a.noor@shop.test');

INSERT INTO typed (email) VALUES ('Noor@shop.test');
