-- What lessons and exercises say of PostgreSQL, each with statements that show it. `.ci/postgres` runs a
-- block on an empty database, or on what the script of `setup` makes, and `--write` writes what was seen.
-- (Index Only Scan is chosen where VACUUM saw commits that are on the disk: hence synchronous_commit.)
-- place: the lesson or exercise; says: its words, shortened; `-- session B` begins what session B does.

-- place: sql-tables-types
-- says: a primary key is never NULL
CREATE TABLE users (id INT PRIMARY KEY, email VARCHAR(100));
INSERT INTO users (email) VALUES ('asha@x.test');
-- seen: 23502 null value in column "id" of relation "users" violates not-null constraint

-- place: sql-tables-types
-- says: VARCHAR(100) refuses a longer text
CREATE TABLE users (id INT PRIMARY KEY, email VARCHAR(100));
INSERT INTO users VALUES (1, repeat('x', 500));
-- seen: 22001 value too long for type character varying(100)

-- place: sql-tables-types
-- says: INT refuses 'abc'
CREATE TABLE users (id INT PRIMARY KEY, email VARCHAR(100));
INSERT INTO users VALUES ('abc', 'asha@x.test');
-- seen: 22P02 invalid input syntax for type integer: "abc" at character 27

-- place: sql-tables-types
-- says: GENERATED ALWAYS AS IDENTITY counts the key up
CREATE TABLE users (id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email TEXT);
INSERT INTO users (email) VALUES ('asha@x.test'), ('ravi@x.test');
SELECT * FROM users;
-- seen: 2 changed
-- seen: (1, asha@x.test), (2, ravi@x.test)

-- place: seed-create-users
-- says: bigint GENERATED ALWAYS AS IDENTITY, varchar(100) is a real limit, and a unique index on lower(email) joins the cases
CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email varchar(100) NOT NULL);
CREATE UNIQUE INDEX users_email ON users (lower(email));
INSERT INTO users (email) VALUES ('asha@x.test');
INSERT INTO users (email) VALUES ('ASHA@x.test');
INSERT INTO users (email) VALUES (repeat('x', 101));
-- seen: 1 changed
-- seen: 23505 duplicate key value violates unique constraint "users_email"
-- seen: 22001 value too long for type character varying(100)

-- place: null-logic
-- says: IS DISTINCT FROM treats NULL as one more value
SELECT NULL IS DISTINCT FROM 'Pune', 'Pune' IS DISTINCT FROM 'Pune';
-- seen: (t, f)

-- place: null-logic
-- says: = and <> tell pune from Pune
SELECT 'pune' = 'Pune', 'pune' <> 'Pune';
-- seen: (f, t)

-- place: joins-orders
-- says: JOIN without ON is refused
-- setup: lessons/m06/data/orders.sql
SELECT count(*) FROM users JOIN orders;
-- seen: 42601 syntax error at or near ";" at character 40

-- place: sql-aggregate
-- says: column "products.name" must appear in the GROUP BY clause or be used in an aggregate function
-- setup: lessons/m06/data/orders.sql
SELECT category, name, count(*) FROM products GROUP BY category ORDER BY category;
-- seen: 42803 column "products.name" must appear in the GROUP BY clause or be used in an aggregate function at character 18

-- place: group-having
-- says: count(*) FILTER (WHERE …) counts part of a group
-- setup: lessons/m06/data/orders.sql
SELECT user_id, count(*), count(*) FILTER (WHERE status = 'paid') FROM orders WHERE user_id = 1 GROUP BY user_id;
-- seen: (1, 2, 1)

-- place: sql-write
-- says: RETURNING shows what was stored
-- setup: lessons/m06/data/stock.sql
INSERT INTO stock (sku, quantity) VALUES ('green tea', 12), ('filter', 60) RETURNING sku, quantity, reorder_level;
-- seen: (green tea, 12, 5), (filter, 60, 5)

-- place: sql-write
-- says: foreign keys are kept without being asked
-- setup: lessons/m06/data/accounts.sql
INSERT INTO orders (id, user_id, total_cents) VALUES (12, 99, 100);
DELETE FROM users WHERE name = 'Kishore';
-- seen: 23503 insert or update on table "orders" violates foreign key constraint "orders_user_id_fkey"
-- seen: 23503 update or delete on table "users" violates foreign key constraint "orders_user_id_fkey" on table "orders"

-- place: upsert-stock
-- says: the table's name is asked for beside excluded
-- setup: lessons/m06/data/stock.sql
INSERT INTO stock (sku, quantity) VALUES ('coffee', 50) ON CONFLICT (sku) DO UPDATE SET quantity = quantity + excluded.quantity;
INSERT INTO stock (sku, quantity) VALUES ('coffee', 50) ON CONFLICT (sku) DO UPDATE SET quantity = stock.quantity + excluded.quantity RETURNING quantity;
-- seen: 42702 column reference "quantity" is ambiguous at character 100
-- seen: (52)

-- place: safe-update
-- says: there is no changes(); WITH gone AS (DELETE … RETURNING id) counts
-- setup: lessons/m06/data/accounts.sql
SELECT changes();
WITH gone AS (DELETE FROM cart_items WHERE user_id = 2 RETURNING id) SELECT count(*) FROM gone;
-- seen: 42883 function changes() does not exist at character 8
-- seen: (2)

-- place: db-constraints
-- says: 23505 is UNIQUE, 23502 NOT NULL, 23514 CHECK, 23503 a foreign key
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);
CREATE TABLE orders (user_id INTEGER REFERENCES users (id), quantity INTEGER CHECK (quantity >= 1));
INSERT INTO users VALUES (1, 'asha@x.test');
INSERT INTO users VALUES (2, 'asha@x.test');
INSERT INTO users VALUES (2, NULL);
INSERT INTO orders VALUES (1, 0);
INSERT INTO orders VALUES (99, 1);
-- seen: 1 changed
-- seen: 23505 duplicate key value violates unique constraint "users_email_key"
-- seen: 23502 null value in column "email" of relation "users" violates not-null constraint
-- seen: 23514 new row for relation "orders" violates check constraint "orders_quantity_check"
-- seen: 23503 insert or update on table "orders" violates foreign key constraint "orders_user_id_fkey"

-- place: db-constraints
-- says: a unique index on lower(email) and a partial one run as they stand
-- setup: lessons/m07/data/rules.sql
CREATE UNIQUE INDEX users_email ON users (lower(email));
INSERT INTO users (id, email) VALUES (4, 'LIN@x.test');
CREATE UNIQUE INDEX one_open ON orders (user_id) WHERE status = 'open';
INSERT INTO orders (id, user_id, status) VALUES (14, 1, 'open');
INSERT INTO orders (id, user_id, status) VALUES (14, 1, 'paid');
-- seen: 23505 duplicate key value violates unique constraint "users_email"
-- seen: 23505 duplicate key value violates unique constraint "one_open"
-- seen: 1 changed

-- place: db-constraints
-- says: CASCADE and SET NULL (the block of the last page)
-- setup: lessons/m07/data/rules.sql
DELETE FROM users WHERE id = 3;
SELECT id, courier_id FROM orders ORDER BY id;
DELETE FROM users WHERE id = 1;
-- seen: 1 changed
-- seen: (11, NULL), (12, NULL), (13, NULL)
-- seen: 23503 update or delete on table "users" violates foreign key constraint "orders_user_id_fkey" on table "orders"

-- place: model-shop
-- says: 'many' is refused, and 1.5 is rounded to 2
CREATE TABLE order_items (quantity INTEGER);
INSERT INTO order_items VALUES ('many');
INSERT INTO order_items VALUES (1.5) RETURNING quantity;
-- seen: 22P02 invalid input syntax for type integer: "many" at character 33
-- seen: (2)

-- place: function-kills-index
-- says: there is the type citext
CREATE EXTENSION citext;
SELECT 'Amara@shop.test'::citext = 'amara@shop.test';
-- seen: (t)

-- place: function-kills-index
-- says: lower of other databases knows more letters than A to Z
SELECT lower('É');
-- seen: (é)

-- place: db-indexes
-- says: a primary key and a UNIQUE column have an index, a foreign key has none
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));
SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname;
-- seen: (orders_pkey), (users_email_key), (users_pkey)

-- place: db-indexes
-- says: SCAN is Seq Scan, SEARCH is Index Scan or Bitmap …, COVERING INDEX is Index Only Scan, TEMP B-TREE is Sort
SET synchronous_commit = on;
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER, created_at TIMESTAMP, total_cents INTEGER);
INSERT INTO orders SELECT i, i * 7919 % 1000 + 1, timestamp '2026-01-01' + i * interval '20 seconds', i FROM generate_series(1, 20000) AS i;
VACUUM ANALYZE orders;
EXPLAIN (COSTS OFF) SELECT total_cents FROM orders WHERE user_id = 7 ORDER BY created_at;
CREATE INDEX user_time ON orders (user_id, created_at);
EXPLAIN (COSTS OFF) SELECT total_cents FROM orders WHERE user_id = 7;
EXPLAIN (COSTS OFF) SELECT total_cents FROM orders WHERE id = 7;
EXPLAIN (COSTS OFF) SELECT created_at FROM orders WHERE user_id = 7;
-- seen: 20000 changed
-- seen: (Sort), (  Sort Key: created_at), (  ->  Seq Scan on orders), (        Filter: (user_id = 7))
-- seen: (Bitmap Heap Scan on orders), (  Recheck Cond: (user_id = 7)), (  ->  Bitmap Index Scan on user_time), (        Index Cond: (user_id = 7))
-- seen: (Index Scan using orders_pkey on orders), (  Index Cond: (id = 7))
-- seen: (Index Only Scan using user_time on orders), (  Index Cond: (user_id = 7))

-- place: db-indexes
-- says: EXPLAIN guesses rows, EXPLAIN ANALYZE runs the query and counts them
CREATE TABLE orders (id INTEGER);
INSERT INTO orders SELECT 1 FROM generate_series(1, 5);
EXPLAIN SELECT id FROM orders;
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT id FROM orders;
-- seen: 5 changed
-- seen: (Seq Scan on orders  (cost=0.00..35.50 rows=2550 width=4))
-- seen: (Seq Scan on orders (actual rows=5 loops=1))

-- place: db-indexes
-- says: an expression index is searched
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users SELECT i, 'User' || i || '@shop.test' FROM generate_series(1, 5000) AS i;
CREATE INDEX users_email ON users (email);
ANALYZE users;
EXPLAIN (COSTS OFF) SELECT id FROM users WHERE lower(email) = 'user7@shop.test';
CREATE INDEX users_lower ON users (lower(email));
ANALYZE users;
EXPLAIN (COSTS OFF) SELECT id FROM users WHERE lower(email) = 'user7@shop.test';
-- seen: 5000 changed
-- seen: (Seq Scan on users), (  Filter: (lower(email) = 'user7@shop.test'::text))
-- seen: (Index Scan using users_lower on users), (  Index Cond: (lower(email) = 'user7@shop.test'::text))

-- place: explain-first
-- says: there are partial indexes
CREATE TABLE orders (id INTEGER PRIMARY KEY, status TEXT, created_at INTEGER);
INSERT INTO orders SELECT i, CASE WHEN i % 50 = 0 THEN 'open' ELSE 'paid' END, i FROM generate_series(1, 20000) AS i;
CREATE INDEX open_by_time ON orders (created_at) WHERE status = 'open';
ANALYZE orders;
EXPLAIN (COSTS OFF) SELECT id FROM orders WHERE status = 'open' AND created_at < 500;
-- seen: 20000 changed
-- seen: (Index Scan using open_by_time on orders), (  Index Cond: (created_at < 500))

-- place: db-query-performance
-- says: an index is searched by a pair
CREATE TABLE orders (id INTEGER PRIMARY KEY, created_at INTEGER);
INSERT INTO orders SELECT i, i / 3 FROM generate_series(1, 20000) AS i;
CREATE INDEX orders_newest ON orders (created_at, id);
ANALYZE orders;
EXPLAIN (COSTS OFF) SELECT id FROM orders WHERE (created_at, id) < (3000, 9001) ORDER BY created_at DESC, id DESC LIMIT 10;
-- seen: 20000 changed
-- seen: (Limit), (  ->  Index Only Scan Backward using orders_newest on orders), (        Index Cond: (ROW(created_at, id) < ROW(3000, 9001)))

-- place: keyset-paging
-- says: with OR the index is walked from its top; created_at <= x AND (…) gives a time to begin with
CREATE TABLE orders (id INTEGER PRIMARY KEY, created_at INTEGER);
INSERT INTO orders SELECT i, i / 3 FROM generate_series(1, 20000) AS i;
CREATE INDEX orders_newest ON orders (created_at, id);
ANALYZE orders;
EXPLAIN (COSTS OFF) SELECT id FROM orders WHERE created_at < 3000 OR (created_at = 3000 AND id < 9001) ORDER BY created_at DESC, id DESC LIMIT 10;
EXPLAIN (COSTS OFF) SELECT id FROM orders WHERE created_at <= 3000 AND (created_at < 3000 OR id < 9001) ORDER BY created_at DESC, id DESC LIMIT 10;
-- seen: 20000 changed
-- seen: (Limit), (  ->  Index Only Scan Backward using orders_newest on orders), (        Filter: ((created_at < 3000) OR ((created_at = 3000) AND (id < 9001))))
-- seen: (Limit), (  ->  Index Only Scan Backward using orders_newest on orders), (        Index Cond: (created_at <= 3000)), (        Filter: ((created_at < 3000) OR (id < 9001)))

-- place: db-transactions
-- says: after an error every further statement is refused, and COMMIT rolls back
-- setup: lessons/m07/data/sale.sql
BEGIN;
UPDATE products SET stock = stock - 1 WHERE id = 7;
INSERT INTO orders (user_id, product_id) VALUES (99, 7);
SELECT stock FROM products;
COMMIT;
SELECT stock FROM products;
-- seen: 1 changed
-- seen: 23503 insert or update on table "orders" violates foreign key constraint "orders_user_id_fkey"
-- seen: 25P02 current transaction is aborted, commands ignored until end of transaction block
-- seen: (1)

-- place: db-transactions
-- says: the usual level is READ COMMITTED
SHOW transaction_isolation;
-- seen: (read committed)

-- place: db-transactions, isolation-stories
-- says: B sees nothing uncommitted, and its second answer is 0
-- setup: lessons/m07/data/sale.sql
BEGIN;
UPDATE products SET stock = 0;
-- session B
BEGIN;
SELECT stock FROM products;
-- session A
COMMIT;
-- session B
SELECT stock FROM products;
-- seen: A: 1 changed
-- seen: B: (1)
-- seen: B: (0)

-- place: db-transactions
-- says: a query that runs again may find new rows
-- setup: lessons/m07/data/sale.sql
BEGIN;
SELECT count(*) FROM users;
-- session B
INSERT INTO users VALUES (3, 'Lin');
-- session A
SELECT count(*) FROM users;
-- seen: A: (2)
-- seen: B: 1 changed
-- seen: A: (3)

-- place: db-transactions
-- says: both read 1, both write 0: the second UPDATE waits, then overwrites
-- setup: lessons/m07/data/sale.sql
BEGIN;
SELECT stock FROM products;
-- session B
BEGIN;
SELECT stock FROM products;
-- session A
UPDATE products SET stock = 0;
-- session B
UPDATE products SET stock = 0;
-- session A
COMMIT;
-- session B
COMMIT;
SELECT stock FROM products;
-- seen: A: (1)
-- seen: B: (1)
-- seen: A: 1 changed
-- seen: B: waits
-- seen: B: then 1 changed
-- seen: B: (0)

-- place: db-transactions
-- says: REPEATABLE READ stops B: could not serialize access
-- setup: lessons/m07/data/sale.sql
BEGIN;
SELECT stock FROM products;
-- session B
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT stock FROM products;
-- session A
UPDATE products SET stock = 0;
COMMIT;
-- session B
UPDATE products SET stock = 0;
-- seen: A: (1)
-- seen: B: (1)
-- seen: A: 1 changed
-- seen: B: 40001 could not serialize access due to concurrent update

-- place: db-transactions
-- says: who must read first takes the lock by SELECT … FOR UPDATE
-- setup: lessons/m07/data/sale.sql
BEGIN;
SELECT stock FROM products WHERE id = 7 FOR UPDATE;
-- session B
BEGIN;
SELECT stock FROM products WHERE id = 7 FOR UPDATE;
-- session A
UPDATE products SET stock = 0 WHERE id = 7;
COMMIT;
-- seen: A: (1)
-- seen: B: waits
-- seen: A: 1 changed
-- seen: B: then (0)

-- place: isolation-stories
-- says: FOR UPDATE locks the row and not the whole database
-- setup: lessons/m07/data/sale.sql
INSERT INTO products (id, name, stock) VALUES (8, 'mug', 3);
BEGIN;
SELECT stock FROM products WHERE id = 7 FOR UPDATE;
-- session B
UPDATE products SET stock = 2 WHERE id = 8;
-- seen: A: 1 changed
-- seen: A: (1)
-- seen: B: 1 changed

-- place: db-transactions
-- says: if A has not committed, B waits, then asks the condition of the new row
-- setup: lessons/m07/data/sale.sql
BEGIN;
UPDATE products SET stock = stock - 1 WHERE id = 7 AND stock >= 1;
-- session B
UPDATE products SET stock = stock - 1 WHERE id = 7 AND stock >= 1;
-- session A
COMMIT;
-- seen: A: 1 changed
-- seen: B: waits
-- seen: B: then 0 changed

-- place: last-item
-- says: with the order inserted first, on a condition, two sessions would both insert one
-- setup: lessons/m07/data/sale.sql
BEGIN;
INSERT INTO orders (user_id, product_id) SELECT 1, id FROM products WHERE id = 7 AND stock > 0;
-- session B
BEGIN;
INSERT INTO orders (user_id, product_id) SELECT 2, id FROM products WHERE id = 7 AND stock > 0;
-- seen: A: 1 changed
-- seen: B: 1 changed

-- place: last-item
-- says: WITH taken AS (UPDATE … RETURNING …) INSERT INTO orders … SELECT … FROM taken does both
-- setup: lessons/m07/data/sale.sql
WITH taken AS (UPDATE products SET stock = stock - 1 WHERE id = 7 AND stock >= 1 RETURNING id) INSERT INTO orders (user_id, product_id) SELECT 1, id FROM taken;
WITH taken AS (UPDATE products SET stock = stock - 1 WHERE id = 7 AND stock >= 1 RETURNING id) INSERT INTO orders (user_id, product_id) SELECT 2, id FROM taken;
SELECT stock, (SELECT count(*) FROM orders) FROM products;
-- seen: no rows
-- seen: no rows
-- seen: (0, 1)

-- place: sql-text
-- says: a backslash takes the meaning from % and _ without being told; with ESCAPE as well
SELECT 'MUG_1' LIKE 'MUG\_1', 'MUGX1' LIKE 'MUG\_1', 'MUG_1' LIKE 'MUG!_1' ESCAPE '!', 'MUGX1' LIKE 'MUG!_1' ESCAPE '!';
-- seen: (t, f, t, f)

-- place: sql-text, find-by-name
-- says: LIKE tells Tea from tea, and lower makes É small
SELECT 'Tea' LIKE 'tea', lower('Tea') LIKE 'tea', lower('É');
-- seen: (f, t, é)

-- place: find-by-name
-- says: strpos is its instr, and concat_ws passes over NULL
SELECT strpos('green tea', 'tea'), concat_ws(' ', 'Natasha', nullif('', '')), concat_ws(' ', 'Lin', NULL);
-- seen: (7, Natasha, Lin)

-- place: group-having
-- says: the new name is known in ORDER BY and not in HAVING
-- setup: lessons/m06/data/orders.sql
SELECT order_id, sum(amount_cents) AS cents FROM payments GROUP BY order_id HAVING cents > 2000;
SELECT order_id, sum(amount_cents) AS cents FROM payments GROUP BY order_id HAVING sum(amount_cents) > 2000 ORDER BY cents;
-- seen: 42703 column "cents" does not exist at character 84
-- seen: (12, 2400), (15, 2430)

-- place: month-report
-- says: as a timestamp, midnight of the next month is counted by BETWEEN
SELECT timestamp '2026-11-01 00:00:00' BETWEEN '2026-10-01' AND '2026-11-01', '2026-11-01 00:00:00' BETWEEN '2026-10-01' AND '2026-11-01';
-- seen: (t, f)

-- place: status-pivot
-- says: comparisons are not added up; FILTER is right
-- setup: lessons/m06/data/orders.sql
SELECT sum(status = 'paid') FROM orders;
SELECT count(*) FILTER (WHERE status = 'paid') FROM orders;
-- seen: 42883 function sum(boolean) does not exist at character 8
-- seen: (4)

-- place: top-per-category
-- says: a name beside max() is refused
-- setup: lessons/m06/data/orders.sql
SELECT category, name, max(price_cents) FROM products GROUP BY category;
-- seen: 42803 column "products.name" must appear in the GROUP BY clause or be used in an aggregate function at character 18

-- place: merge-doubles
-- says: CREATE INDEX goes into a transaction, CONCURRENTLY does not
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
BEGIN;
CREATE UNIQUE INDEX users_email ON users (lower(email));
ROLLBACK;
SELECT count(*) FROM pg_indexes WHERE indexname = 'users_email';
BEGIN;
CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (lower(email));
-- seen: (0)
-- seen: 25001 CREATE INDEX CONCURRENTLY cannot run inside a transaction block

-- place: save-the-form
-- says: WITH done AS (UPDATE … RETURNING id) and a SELECT on it tell whether a row changed
-- setup: lessons/m07/data/sale.sql
WITH done AS (UPDATE products SET name = 'red pot', version = version + 1 WHERE id = 7 AND version = 1 RETURNING id) SELECT count(*) FROM done;
WITH done AS (UPDATE products SET name = 'big pot', version = version + 1 WHERE id = 7 AND version = 1 RETURNING id) SELECT count(*) FROM done;
-- seen: (1)
-- seen: (0)

-- place: earn-its-place
-- says: pg_stat_user_indexes counts what is really asked
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER);
CREATE INDEX orders_user ON orders (user_id);
SET enable_seqscan = off;
SELECT id FROM orders WHERE id = 7;
SELECT pg_stat_force_next_flush();
SELECT indexrelname, idx_scan FROM pg_stat_user_indexes ORDER BY 1;
-- seen: no rows
-- seen: ()
-- seen: (orders_pkey, 1), (orders_user, 0)

-- place: many-to-many
-- says: no index is made for a foreign key
CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE enrolments (user_id INTEGER REFERENCES users (id), course_id INTEGER REFERENCES users (id), PRIMARY KEY (user_id, course_id));
SELECT indexdef FROM pg_indexes WHERE tablename = 'enrolments';
-- seen: (CREATE UNIQUE INDEX enrolments_pkey ON public.enrolments USING btree (user_id, course_id))

-- place: sql-tables-types
-- says: 0.1 + 0.2 = 0.3 is true, since such numbers are read as exact decimals
SELECT 0.1 + 0.2 = 0.3 AS same;
-- seen: (t)

-- place: sql-aggregate
-- says: NULL sorts last
CREATE TABLE users (id INTEGER PRIMARY KEY, city TEXT);
INSERT INTO users VALUES (1, NULL), (2, 'Pune'), (3, 'Lagos');
SELECT id FROM users ORDER BY city;
-- seen: 3 changed
-- seen: (3), (2), (1)

-- place: sql-write
-- says: an INSERT without names may give a value too few
CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT, note TEXT);
INSERT INTO products VALUES (1, 'Tea');
SELECT * FROM products;
-- seen: 1 changed
-- seen: (1, Tea, NULL)

-- place: seed-create-users
-- says: GENERATED BY DEFAULT AS IDENTITY takes an id that is given, GENERATED ALWAYS refuses it
CREATE TABLE users (id INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, email TEXT);
INSERT INTO users VALUES (7, 'asha@x.test');
CREATE TABLE others (id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email TEXT);
INSERT INTO others VALUES (7, 'asha@x.test');
-- seen: 1 changed
-- seen: 428C9 cannot insert a non-DEFAULT value into column "id"
