-- Before the first order.
INSERT INTO products (id, name) VALUES (41, 'lamp'), (42, 'rug'), (43, 'tapís');
