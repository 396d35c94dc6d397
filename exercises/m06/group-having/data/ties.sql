-- Three customers with one sum, two of them with one name.
INSERT INTO customers (id, name) VALUES
  (71, 'Yuki'), (72, 'Lin'), (73, 'Asha'), (74, 'Lin');

INSERT INTO orders (id, customer_id, status, total_cents) VALUES
  (201, 74, 'paid', 4000), (202, 74, 'paid', 4000), (203, 74, 'paid', 4000),
  (211, 73, 'paid', 9000), (212, 73, 'paid', 8000), (213, 73, 'paid', 7000),
  (221, 72, 'paid', 4000), (222, 72, 'paid', 5000), (223, 72, 'paid', 3000),
  (231, 71, 'paid', 2000), (232, 71, 'paid', 4000), (233, 71, 'paid', 3000),
  (234, 71, 'paid', 3000);
