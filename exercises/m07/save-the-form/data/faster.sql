-- Somebody saved the tea pot since: it is at 3 by now.
INSERT INTO products VALUES
  (3, 'mug', 650, 2), (7, 'red tea pot', 2400, 3), (8, 'filter', 250, 2);
INSERT INTO form VALUES (7, 2, 'big tea pot', 2600);
INSERT INTO saves (product_id, outcome) VALUES (7, 'saved'), (7, 'saved');
