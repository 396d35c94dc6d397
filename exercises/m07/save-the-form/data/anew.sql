-- Product 51 was deleted and made anew: it is at 1, and the form has read 6.
INSERT INTO products VALUES (51, 'jug', 1500, 1), (52, 'jug', 1500, 6);
INSERT INTO form VALUES (51, 6, 'glass jug', 1700);
