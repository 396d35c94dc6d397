-- Order 13 has no line yet. Two products are called mug. Tea has cost 400.
INSERT INTO old_users VALUES
  (1, 'kishore@x.test'), (2, 'josé@x.test'), (3, 'meera@x.test');

INSERT INTO old_products VALUES
  (1, 'mug', 650), (2, 'green tea', 450), (3, 'mug', 900),
  (4, 'leaflet', 0), (5, 'tea pot', 2400);

INSERT INTO old_orders VALUES
  (14, 2, 'open'), (11, 1, 'paid'), (12, 1, 'paid'), (13, 1, 'open'),
  (15, 2, 'cancelled');

INSERT INTO old_items VALUES
  (11, 1, 2, 650), (11, 2, 1, 400), (12, 2, 3, 400),
  (14, 3, 1, 900), (15, 2, 3, 400);
