-- Ordinary SQL, which SQLite and PostgreSQL read alike: no note.

-- setup for all
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email VARCHAR(100) UNIQUE, city TEXT, born DATE, active BOOLEAN NOT NULL DEFAULT TRUE);
CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL, category TEXT, price_cents INTEGER NOT NULL, stock INTEGER NOT NULL, weight REAL);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), status TEXT NOT NULL DEFAULT 'open', placed_at TIMESTAMP NOT NULL);
CREATE TABLE items (order_id INTEGER NOT NULL REFERENCES orders (id), product_id INTEGER NOT NULL REFERENCES products (id), amount INTEGER NOT NULL CHECK (amount > 0), PRIMARY KEY (order_id, product_id));
INSERT INTO users (id, name, email, city, born) VALUES (1, 'Kishore', 'kishore@x.test', 'Chennai', '1990-04-01'), (2, 'Amara', 'amara@x.test', 'Lagos', '1985-12-24'), (3, 'Ravi', 'ravi@x.test', 'Pune', NULL), (4, 'Meera', NULL, NULL, NULL);
INSERT INTO products VALUES (1, 'mug', 'kitchen', 650, 20, 0.25), (2, 'green tea', 'tea', 450, 12, 0.5), (3, 'coffee', 'coffee', 890, 0, 0.5), (4, 'black tea', 'tea', 390, 0, 0.5), (5, 'gift card', NULL, 2000, 100, NULL);
INSERT INTO orders VALUES (1, 1, 'paid', '2026-01-05 09:30:00'), (2, 1, 'open', '2026-01-07 10:00:00'), (3, 2, 'paid', '2026-02-01 18:45:00');
INSERT INTO items VALUES (1, 1, 2), (1, 2, 1), (2, 3, 4), (3, 2, 10);

-- case
SELECT name, price_cents FROM products WHERE category = 'kitchen' ORDER BY price_cents;
-- sqlite: mug|650
-- postgres: takes it

-- case
SELECT name, category, price_cents FROM products WHERE category IN ('tea', 'coffee') AND price_cents BETWEEN 390 AND 450 ORDER BY name;
-- sqlite: black tea|tea|390; green tea|tea|450
-- postgres: takes it

-- case
SELECT name, city FROM users WHERE city <> 'Pune' ORDER BY name;
-- sqlite: Amara|Lagos; Kishore|Chennai
-- postgres: takes it

-- case
SELECT name FROM users WHERE city != 'Pune' ORDER BY name;
-- sqlite: Amara; Kishore
-- postgres: takes it

-- case
SELECT name FROM users WHERE city IS NULL;
-- sqlite: Meera
-- postgres: takes it

-- case
SELECT name FROM users WHERE city IS NOT NULL ORDER BY id;
-- sqlite: Kishore; Amara; Ravi
-- postgres: takes it

-- case
WITH places (city) AS (VALUES ('Pune'), ('Oslo'), ('Cork')) SELECT city FROM places WHERE city NOT IN (SELECT city FROM users WHERE city IS NOT NULL) ORDER BY city;
-- sqlite: Cork; Oslo
-- postgres: takes it

-- case
WITH places (city) AS (VALUES ('Pune'), ('Oslo'), ('Cork')) SELECT city FROM places WHERE city NOT IN (SELECT city FROM users);
-- sqlite: no rows
-- postgres: takes it

-- case
SELECT DISTINCT category FROM products WHERE category IS NOT NULL ORDER BY category;
-- sqlite: coffee; kitchen; tea
-- postgres: takes it

-- case
SELECT name, price_cents / 100.0 AS price, CASE WHEN stock = 0 THEN 'sold out' WHEN stock < 5 THEN 'low' ELSE 'in stock' END AS state FROM products ORDER BY price_cents DESC, name LIMIT 3;
-- sqlite: gift card|20.0|in stock; coffee|8.9|sold out; mug|6.5|in stock
-- postgres: takes it

-- case
SELECT name FROM products ORDER BY name LIMIT 2 OFFSET 1;
-- sqlite: coffee; gift card
-- postgres: takes it

-- case
SELECT name, city FROM users ORDER BY city NULLS LAST, name;
-- sqlite: Kishore|Chennai; Amara|Lagos; Ravi|Pune; Meera|NULL
-- postgres: takes it

-- case
SELECT name, city FROM users ORDER BY city NULLS FIRST, name;
-- sqlite: Meera|NULL; Kishore|Chennai; Amara|Lagos; Ravi|Pune
-- postgres: takes it

-- case
SELECT name FROM users WHERE city IS NOT NULL ORDER BY city DESC LIMIT 1;
-- sqlite: Ravi
-- postgres: takes it

-- case
SELECT count(*) FROM users;
-- sqlite: 4
-- postgres: takes it

-- case
SELECT count(city), count(DISTINCT category) FROM users, products;
-- sqlite: 15|3
-- postgres: takes it

-- case
SELECT sum(price_cents * stock) FROM products;
-- sqlite: 218400
-- postgres: takes it

-- case
SELECT min(price_cents), max(price_cents) FROM products;
-- sqlite: 390|2000
-- postgres: takes it

-- case
SELECT avg(price_cents) FROM products WHERE category = 'tea';
-- sqlite: 420.0
-- postgres: takes it

-- case
SELECT sum(price_cents) FROM products WHERE category = 'none';
-- sqlite: NULL
-- postgres: takes it

-- case
SELECT coalesce(sum(price_cents), 0) FROM products WHERE category = 'none';
-- sqlite: 0
-- postgres: takes it

-- case
SELECT category, count(*) FROM products WHERE category IS NOT NULL GROUP BY category ORDER BY category;
-- sqlite: coffee|1; kitchen|1; tea|2
-- postgres: takes it

-- case
SELECT category, count(*) AS n FROM products WHERE category IS NOT NULL GROUP BY category HAVING count(*) > 1 ORDER BY n DESC;
-- sqlite: tea|2
-- postgres: takes it

-- case
SELECT category AS kind, count(*) FROM products WHERE category IS NOT NULL GROUP BY kind ORDER BY kind;
-- sqlite: coffee|1; kitchen|1; tea|2
-- postgres: takes it

-- case
SELECT category, count(*) FROM products WHERE category IS NOT NULL GROUP BY 1 ORDER BY 1;
-- sqlite: coffee|1; kitchen|1; tea|2
-- postgres: takes it

-- case
SELECT upper(category), sum(stock) FROM products WHERE category IS NOT NULL GROUP BY upper(category) ORDER BY 1;
-- sqlite: COFFEE|0; KITCHEN|20; TEA|12
-- postgres: takes it

-- case
SELECT users.name, count(orders.id) FROM users LEFT JOIN orders ON orders.user_id = users.id GROUP BY users.id ORDER BY users.name;
-- sqlite: Amara|1; Kishore|2; Meera|0; Ravi|0
-- postgres: takes it

-- case
SELECT u.id, u.name, u.city, count(o.id) AS orders FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id ORDER BY u.id;
-- sqlite: 1|Kishore|Chennai|2; 2|Amara|Lagos|1; 3|Ravi|Pune|0; 4|Meera|NULL|0
-- postgres: takes it

-- case
SELECT u.name, count(o.id) FROM users u JOIN orders o ON o.user_id = u.id GROUP BY u.name ORDER BY u.name;
-- sqlite: Amara|1; Kishore|2
-- postgres: takes it

-- case
SELECT l.order_id, l.product_id, l.amount, count(*) FROM items l GROUP BY l.order_id, l.product_id ORDER BY l.order_id, l.product_id;
-- sqlite: 1|1|2|1; 1|2|1|1; 2|3|4|1; 3|2|10|1
-- postgres: takes it

-- case
SELECT count(*) FROM products HAVING count(*) > 1;
-- sqlite: 5
-- postgres: takes it

-- case
SELECT o.id, u.name FROM orders o JOIN users u ON u.id = o.user_id ORDER BY o.id;
-- sqlite: 1|Kishore; 2|Kishore; 3|Amara
-- postgres: takes it

-- case
SELECT o.id, u.name FROM orders AS o INNER JOIN users AS u ON u.id = o.user_id WHERE o.status = 'open';
-- sqlite: 2|Kishore
-- postgres: takes it

-- case
SELECT o.id, p.name, l.amount FROM orders o JOIN items l ON l.order_id = o.id JOIN products p ON p.id = l.product_id ORDER BY o.id, p.name;
-- sqlite: 1|green tea|1; 1|mug|2; 2|coffee|4; 3|green tea|10
-- postgres: takes it

-- case
SELECT name FROM users LEFT JOIN orders ON orders.user_id = users.id WHERE orders.id IS NULL ORDER BY name;
-- sqlite: Meera; Ravi
-- postgres: takes it

-- case
SELECT count(*) FROM users CROSS JOIN products;
-- sqlite: 20
-- postgres: takes it

-- case
SELECT count(*) FROM users, products WHERE users.id = products.id;
-- sqlite: 4
-- postgres: takes it

-- case
SELECT order_id, name FROM items JOIN products ON products.id = product_id ORDER BY order_id, name;
-- sqlite: 1|green tea; 1|mug; 2|coffee; 3|green tea
-- postgres: takes it

-- case
SELECT a.name, b.name FROM products a JOIN products b ON a.category = b.category AND a.id < b.id;
-- sqlite: green tea|black tea
-- postgres: takes it

-- case
SELECT name FROM users WHERE id IN (SELECT user_id FROM orders) ORDER BY name;
-- sqlite: Amara; Kishore
-- postgres: takes it

-- case
SELECT name FROM users WHERE EXISTS (SELECT 1 FROM orders WHERE orders.user_id = users.id) ORDER BY name;
-- sqlite: Amara; Kishore
-- postgres: takes it

-- case
SELECT name FROM users u WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id) ORDER BY name;
-- sqlite: Meera; Ravi
-- postgres: takes it

-- case
SELECT name FROM products WHERE price_cents = (SELECT max(price_cents) FROM products);
-- sqlite: gift card
-- postgres: takes it

-- case
SELECT name FROM products WHERE price_cents > (SELECT avg(price_cents) FROM products) ORDER BY name;
-- sqlite: coffee; gift card
-- postgres: takes it

-- case
SELECT name, (SELECT count(*) FROM orders o WHERE o.user_id = u.id) AS orders FROM users u ORDER BY u.id;
-- sqlite: Kishore|2; Amara|1; Ravi|0; Meera|0
-- postgres: takes it

-- case
SELECT (SELECT name FROM users ORDER BY id LIMIT 1) AS first;
-- sqlite: Kishore
-- postgres: takes it

-- case
SELECT (SELECT name FROM users WHERE id = 2) AS second;
-- sqlite: Amara
-- postgres: takes it

-- case
SELECT t.category, t.n FROM (SELECT category, count(*) AS n FROM products GROUP BY category) AS t WHERE t.n > 1;
-- sqlite: tea|2
-- postgres: takes it

-- case
SELECT big.name FROM (SELECT name FROM products WHERE price_cents > 800) big ORDER BY big.name;
-- sqlite: coffee; gift card
-- postgres: takes it

-- case
WITH spent AS (SELECT l.order_id, sum(l.amount * p.price_cents) AS cents FROM items l JOIN products p ON p.id = l.product_id GROUP BY l.order_id) SELECT order_id, cents FROM spent WHERE cents > 2000 ORDER BY cents;
-- sqlite: 2|3560; 3|4500
-- postgres: takes it

-- case
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4) SELECT i FROM n ORDER BY i;
-- sqlite: 1; 2; 3; 4
-- postgres: takes it

-- case
WITH kinds AS (SELECT category, count(*) AS n FROM products GROUP BY category) SELECT max(n) FROM kinds;
-- sqlite: 2
-- postgres: takes it

-- case
SELECT name FROM users WHERE city = 'Pune' UNION SELECT name FROM products WHERE category = 'tea' ORDER BY name;
-- sqlite: Ravi; black tea; green tea
-- postgres: takes it

-- case
SELECT city FROM users WHERE city IS NOT NULL UNION ALL SELECT category FROM products WHERE category = 'tea';
-- sqlite: Chennai; Lagos; Pune; tea; tea
-- postgres: takes it

-- case
SELECT city FROM users EXCEPT SELECT 'Pune' EXCEPT SELECT NULL ORDER BY city;
-- sqlite: Chennai; Lagos
-- postgres: takes it

-- case
SELECT id FROM users INTERSECT SELECT user_id FROM orders ORDER BY id;
-- sqlite: 1; 2
-- postgres: takes it

-- case
SELECT 1 AS kind, name FROM users WHERE id = 1 UNION ALL SELECT 2, name FROM products WHERE id = 1 ORDER BY kind;
-- sqlite: 1|Kishore; 2|mug
-- postgres: takes it

-- case
SELECT name || ' (' || city || ')' FROM users WHERE id = 1;
-- sqlite: Kishore (Chennai)
-- postgres: takes it

-- case
SELECT upper(name), lower(name), length(name) FROM users WHERE id = 2;
-- sqlite: AMARA|amara|5
-- postgres: takes it

-- case
SELECT substr(name, 1, 3) FROM users ORDER BY id;
-- sqlite: Kis; Ama; Rav; Mee
-- postgres: takes it

-- case
SELECT replace(name, 'tea', 'leaf') FROM products WHERE category = 'tea' ORDER BY id;
-- sqlite: green leaf; black leaf
-- postgres: takes it

-- case
SELECT trim('  tea  ');
-- sqlite: tea
-- postgres: takes it

-- case
SELECT round(2.567, 2);
-- sqlite: 2.57
-- postgres: takes it

-- case
SELECT abs(-5), 7 % 3, 7 / 2;
-- sqlite: 5|1|3
-- postgres: takes it

-- case
SELECT coalesce(city, 'nowhere') FROM users ORDER BY id;
-- sqlite: Chennai; Lagos; Pune; nowhere
-- postgres: takes it

-- case
SELECT nullif(stock, 0) FROM products ORDER BY id;
-- sqlite: 20; 12; NULL; NULL; 100
-- postgres: takes it

-- case
SELECT CAST('12' AS INTEGER), CAST(12 AS TEXT);
-- sqlite: 12|12
-- postgres: takes it

-- case
SELECT CAST(price_cents AS REAL) / 100 FROM products WHERE id = 1;
-- sqlite: 6.5
-- postgres: takes it

-- case
SELECT name FROM users WHERE name LIKE '_____' ORDER BY id;
-- sqlite: Amara; Meera
-- postgres: takes it

-- case
SELECT name FROM products WHERE NOT (stock = 0) AND (category = 'tea' OR price_cents < 700) ORDER BY id;
-- sqlite: mug; green tea
-- postgres: takes it

-- case
SELECT name FROM users WHERE active ORDER BY id;
-- sqlite: Kishore; Amara; Ravi; Meera
-- postgres: takes it

-- case
SELECT name FROM users WHERE active = TRUE AND NOT (city IS NULL) ORDER BY id;
-- sqlite: Kishore; Amara; Ravi
-- postgres: takes it

-- case
SELECT name FROM users WHERE born < '1990-01-01';
-- sqlite: Amara
-- postgres: takes it

-- case
SELECT name FROM users WHERE born BETWEEN '1985-01-01' AND '1989-12-31';
-- sqlite: Amara
-- postgres: takes it

-- case
SELECT id FROM orders WHERE placed_at >= '2026-01-06' AND placed_at < '2026-02-01' ORDER BY id;
-- sqlite: 2
-- postgres: takes it

-- case
SELECT id FROM orders WHERE placed_at > '2026-01-05 12:00:00' ORDER BY placed_at;
-- sqlite: 2; 3
-- postgres: takes it

-- case
SELECT name FROM users WHERE id = '2';
-- sqlite: Amara
-- postgres: takes it

-- case
SELECT name FROM users WHERE city IS DISTINCT FROM 'Pune' ORDER BY id;
-- sqlite: Kishore; Amara; Meera
-- postgres: takes it

-- case
SELECT id, row_number() OVER (ORDER BY price_cents DESC) AS place FROM products ORDER BY place;
-- sqlite: 5|1; 3|2; 1|3; 2|4; 4|5
-- postgres: takes it

-- case
SELECT name, rank() OVER (PARTITION BY category ORDER BY price_cents) AS place FROM products WHERE category = 'tea' ORDER BY place;
-- sqlite: black tea|1; green tea|2
-- postgres: takes it

-- case
SELECT name, price_cents, sum(price_cents) OVER (ORDER BY id) AS so_far FROM products ORDER BY id;
-- sqlite: mug|650|650; green tea|450|1100; coffee|890|1990; black tea|390|2380; gift card|2000|4380
-- postgres: takes it

-- case
SELECT sum(CASE WHEN stock = 0 THEN 1 ELSE 0 END) AS sold_out FROM products;
-- sqlite: 2
-- postgres: takes it

-- case
SELECT CASE category WHEN 'tea' THEN 'drink' WHEN 'coffee' THEN 'drink' ELSE 'thing' END FROM products ORDER BY id;
-- sqlite: thing; drink; drink; drink; thing
-- postgres: takes it

-- case
SELECT price_cents * 2 AS double_price FROM products ORDER BY double_price;
-- sqlite: 780; 900; 1300; 1780; 4000
-- postgres: takes it

-- case
SELECT DISTINCT city FROM users WHERE city IS NOT NULL ORDER BY city DESC;
-- sqlite: Pune; Lagos; Chennai
-- postgres: takes it

-- case
SELECT DISTINCT upper(category) FROM products WHERE category IS NOT NULL ORDER BY upper(category);
-- sqlite: COFFEE; KITCHEN; TEA
-- postgres: takes it

-- case
SELECT max(price_cents) - min(price_cents) FROM products;
-- sqlite: 1610
-- postgres: takes it

-- case
SELECT count(*) FROM orders WHERE user_id = 1 AND status = 'open';
-- sqlite: 1
-- postgres: takes it

-- case
SELECT u.name FROM users u WHERE (SELECT count(*) FROM orders o WHERE o.user_id = u.id) > 1;
-- sqlite: Kishore
-- postgres: takes it

-- case
SELECT weight * 2 FROM products WHERE weight IS NOT NULL ORDER BY id;
-- sqlite: 0.5; 1.0; 1.0; 1.0
-- postgres: takes it

-- case
SELECT string_agg(name, ', ') FROM users WHERE id = 1;
-- sqlite: Kishore
-- postgres: takes it

-- case
VALUES (1, 'a'), (2, 'b');
-- sqlite: 1|a; 2|b
-- postgres: takes it

-- case
SELECT name AS "full name" FROM users WHERE id = 1;
-- sqlite: Kishore
-- postgres: takes it

-- case
SELECT ((((price_cents)))) FROM products WHERE id = 1;
-- sqlite: 650
-- postgres: takes it

-- case
INSERT INTO users (id, name, email) VALUES (9, 'Ada', 'ada@x.test');
-- look
SELECT name FROM users WHERE id = 9;
-- sqlite: Ada
-- postgres: takes it

-- case
INSERT INTO users (id, name, city) VALUES (8, 'Lin', NULL), (9, 'Bao', 'Hue');
-- look
SELECT name FROM users WHERE id > 7 ORDER BY id;
-- sqlite: Lin; Bao
-- postgres: takes it

-- case
INSERT INTO users (id, name, active) VALUES (9, 'Ada', FALSE);
-- look
SELECT count(*) FROM users WHERE active;
-- sqlite: 4
-- postgres: takes it

-- case
INSERT INTO users (id, name, born) VALUES (9, 'Ada', '2000-02-29');
-- look
SELECT name FROM users WHERE id = 9;
-- sqlite: Ada
-- postgres: takes it

-- case
INSERT INTO orders (id, user_id, placed_at) VALUES (9, 1, CURRENT_TIMESTAMP);
-- look
SELECT status FROM orders WHERE id = 9;
-- sqlite: open
-- postgres: takes it

-- case
INSERT INTO orders (id, user_id, placed_at) VALUES (9, 1, '2026-01-31T09:30:00');
-- look
SELECT status FROM orders WHERE id = 9;
-- sqlite: open
-- postgres: takes it

-- case
INSERT INTO products VALUES (9, 'spoon', 'kitchen', 150, 40, 0.1);
-- look
SELECT name FROM products WHERE id = 9;
-- sqlite: spoon
-- postgres: takes it

-- case
INSERT INTO products (id, name, price_cents, stock) SELECT id + 10, name, price_cents, 0 FROM products WHERE category = 'tea';
-- look
SELECT count(*) FROM products;
-- sqlite: 7
-- postgres: takes it

-- case
INSERT INTO users (id, name) VALUES (1, 'Ada') ON CONFLICT (id) DO NOTHING;
-- look
SELECT name FROM users WHERE id = 1;
-- sqlite: Kishore
-- postgres: takes it

-- case
INSERT INTO users (id, name) VALUES (1, 'Ada') ON CONFLICT (id) DO UPDATE SET name = excluded.name;
-- look
SELECT name FROM users WHERE id = 1;
-- sqlite: Ada
-- postgres: takes it

-- case
INSERT INTO users (id, name) VALUES (9, 'Ada') RETURNING id, name;
-- sqlite: 9|Ada
-- postgres: takes it

-- case
UPDATE products SET stock = stock - 1 WHERE id = 1;
-- look
SELECT stock FROM products WHERE id = 1;
-- sqlite: 19
-- postgres: takes it

-- case
UPDATE products SET price_cents = 700, category = 'cups' WHERE name = 'mug';
-- look
SELECT price_cents, category FROM products WHERE id = 1;
-- sqlite: 700|cups
-- postgres: takes it

-- case
UPDATE users SET city = NULL WHERE id = 1;
-- look
SELECT count(*) FROM users WHERE city IS NULL;
-- sqlite: 2
-- postgres: takes it

-- case
UPDATE orders SET status = 'sent' WHERE user_id IN (SELECT id FROM users WHERE city = 'Lagos');
-- look
SELECT id FROM orders WHERE status = 'sent';
-- sqlite: 3
-- postgres: takes it

-- case
UPDATE products SET stock = 0 WHERE id = 1 RETURNING name, stock;
-- sqlite: mug|0
-- postgres: takes it

-- case
DELETE FROM items WHERE order_id = 2;
-- look
SELECT count(*) FROM items;
-- sqlite: 3
-- postgres: takes it

-- case
DELETE FROM users WHERE NOT EXISTS (SELECT 1 FROM orders WHERE orders.user_id = users.id);
-- look
SELECT name FROM users ORDER BY id;
-- sqlite: Kishore; Amara
-- postgres: takes it

-- case
BEGIN;
UPDATE products SET stock = 1;
ROLLBACK;
-- look
SELECT stock FROM products WHERE id = 1;
-- sqlite: 20
-- postgres: takes it

-- case
BEGIN;
DELETE FROM items;
COMMIT;
-- look
SELECT count(*) FROM items;
-- sqlite: 0
-- postgres: takes it

-- case
CREATE TABLE reviews (id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE, stars SMALLINT NOT NULL CHECK (stars BETWEEN 1 AND 5), body TEXT, written_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
-- sqlite: done
-- postgres: takes it

-- case
CREATE TABLE staff (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL, boss_id INTEGER REFERENCES staff (id), wage BIGINT DEFAULT 0, part_time BOOLEAN DEFAULT FALSE);
-- sqlite: done
-- postgres: takes it

-- case
CREATE TABLE tags (product_id INTEGER NOT NULL, tag VARCHAR(20) NOT NULL, PRIMARY KEY (product_id, tag), FOREIGN KEY (product_id) REFERENCES products (id) ON UPDATE CASCADE ON DELETE SET NULL);
-- sqlite: done
-- postgres: takes it

-- case
CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY);
-- sqlite: done
-- postgres: takes it

-- case
CREATE TABLE codes (code CHAR(8) PRIMARY KEY NOT NULL, used DOUBLE PRECISION, kind CHARACTER VARYING(10), CONSTRAINT short CHECK (length(code) <= 8), UNIQUE (kind, used));
-- sqlite: done
-- postgres: takes it

-- case
CREATE TABLE tea AS SELECT name, price_cents FROM products WHERE category = 'tea';
-- look
SELECT count(*) FROM tea;
-- sqlite: 2
-- postgres: takes it

-- case
CREATE INDEX by_city ON users (city);
-- sqlite: done
-- postgres: takes it

-- case
CREATE UNIQUE INDEX by_mail ON users (lower(email));
-- sqlite: done
-- postgres: takes it

-- case
CREATE VIEW tea AS SELECT name FROM products WHERE category = 'tea';
-- look
SELECT name FROM tea ORDER BY name;
-- sqlite: black tea; green tea
-- postgres: takes it

-- case
ALTER TABLE users ADD COLUMN age INTEGER;
-- sqlite: done
-- postgres: takes it

-- case
ALTER TABLE users RENAME COLUMN city TO town;
-- look
SELECT town FROM users WHERE id = 1;
-- sqlite: Chennai
-- postgres: takes it

-- case
ALTER TABLE users RENAME TO people;
-- look
SELECT count(*) FROM people;
-- sqlite: 4
-- postgres: takes it

-- case
DROP TABLE items;
-- sqlite: done
-- postgres: takes it

-- case
DROP TABLE IF EXISTS drafts;
-- sqlite: done
-- postgres: takes it

-- case
SELECT UPPER(u.city), count(*) FROM users u WHERE u.city IS NOT NULL GROUP BY upper(city) ORDER BY 1;
-- sqlite: CHENNAI|1; LAGOS|1; PUNE|1
-- postgres: takes it

-- case
SELECT p.price_cents / 100, count(*) FROM products p GROUP BY price_cents / 100 ORDER BY 1;
-- sqlite: 3|1; 4|1; 6|1; 8|1; 20|1
-- postgres: takes it

-- case
SELECT DISTINCT lower(u.city) FROM users u WHERE u.city IS NOT NULL ORDER BY lower(city);
-- sqlite: chennai; lagos; pune
-- postgres: takes it

-- case
SELECT CASE WHEN stock > 0 THEN 'yes' ELSE 'no' END AS there, count(*) FROM products GROUP BY CASE WHEN stock > 0 THEN 'yes' ELSE 'no' END ORDER BY there;
-- sqlite: no|2; yes|3
-- postgres: takes it

-- case
SELECT u.city, sum(l.amount * p.price_cents) AS cents FROM users u JOIN orders o ON o.user_id = u.id JOIN items l ON l.order_id = o.id JOIN products p ON p.id = l.product_id GROUP BY u.city ORDER BY cents DESC;
-- sqlite: Chennai|5310; Lagos|4500
-- postgres: takes it

-- case
SELECT id, id % 2 FROM users WHERE id % 2 = 1 ORDER BY id;
-- sqlite: 1|1; 3|1
-- postgres: takes it

-- case
SELECT name FROM users WHERE born > date('1989-01-01');
-- sqlite: Kishore
-- postgres: takes it

-- case
SELECT count(*) FROM users WHERE lower(email) = 'amara@x.test';
-- sqlite: 1
-- postgres: takes it
