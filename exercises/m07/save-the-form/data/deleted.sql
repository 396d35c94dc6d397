-- The product of the form was deleted.
INSERT INTO products VALUES (31, 'café crème', 320, 5), (33, 'Bohnen', 1100, 5);
INSERT INTO form VALUES (32, 5, 'Bohnen', 990);
