-- Nobody has two accounts.
INSERT INTO users VALUES (3, 'yuki@x.test'), (5, 'Sam@x.test');
INSERT INTO orders VALUES (1, 5, 'open'), (2, 5, 'paid'), (3, 3, 'paid'), (4, 3, 'paid');
INSERT INTO cart_items VALUES (2, 3, 'filter');
