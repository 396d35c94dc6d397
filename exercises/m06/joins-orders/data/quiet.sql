-- Nobody has ordered anything yet.
INSERT INTO users (id, name) VALUES (41, 'Lin'), (42, 'Omar');

INSERT INTO products (id, name, price_cents) VALUES (41, 'mug', 650);
