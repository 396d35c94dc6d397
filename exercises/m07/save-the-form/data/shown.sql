-- Nobody was faster.
INSERT INTO products VALUES
  (3, 'mug', 650, 4), (7, 'tea pot', 2400, 2), (8, 'filter', 250, 2);
INSERT INTO form VALUES (7, 2, 'big tea pot', 2600);
INSERT INTO saves (product_id, outcome) VALUES (7, 'saved'), (3, 'conflict');
