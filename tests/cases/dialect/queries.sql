-- Queries: groups, names for results, joins, orders, queries in queries.

-- setup for all
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), total INTEGER NOT NULL);
INSERT INTO users VALUES (1, 'Amara', 'Lagos'), (2, 'Ravi', 'Pune'), (3, 'Lin', NULL), (4, 'Bao', 'Pune');
INSERT INTO orders VALUES (1, 1, 45), (2, 1, 9), (3, 2, 12);

-- case
SELECT city, name, count(*) FROM users GROUP BY city ORDER BY count(*), city NULLS FIRST;
-- note bare-column: `name`: SQLite takes this column from any row of the group. PostgreSQL and MySQL refuse a column that is neither grouped nor aggregated.
-- sqlite: NULL|Lin|1; Lagos|Amara|1; Pune|Ravi|2
-- postgres: refuses: column "users.name" must appear in the GROUP BY clause or be used in an aggregate function at character 14

-- case
SELECT name, max(id) FROM users;
-- note bare-column: `name`: SQLite takes this column from any row of the group. PostgreSQL and MySQL refuse a column that is neither grouped nor aggregated.
-- sqlite: Bao|4
-- postgres: refuses: column "users.name" must appear in the GROUP BY clause or be used in an aggregate function at character 8

-- case
SELECT * FROM orders GROUP BY user_id ORDER BY user_id;
-- note bare-column: `*`: SQLite takes this column from any row of the group. PostgreSQL and MySQL refuse a column that is neither grouped nor aggregated.
-- sqlite: 1|1|45; 3|2|12
-- postgres: refuses: column "orders.id" must appear in the GROUP BY clause or be used in an aggregate function at character 8

-- case
SELECT u.city, o.total FROM users u JOIN orders o ON o.user_id = u.id GROUP BY u.city ORDER BY u.city;
-- note bare-column: `o.total`: SQLite takes this column from any row of the group. PostgreSQL and MySQL refuse a column that is neither grouped nor aggregated.
-- sqlite: Lagos|45; Pune|12
-- postgres: refuses: column "o.total" must appear in the GROUP BY clause or be used in an aggregate function at character 16

-- case
WITH big AS (SELECT user_id, total FROM orders WHERE total > 5) SELECT user_id, total FROM big GROUP BY user_id ORDER BY user_id;
-- note bare-column: `total`: SQLite takes this column from any row of the group. PostgreSQL and MySQL refuse a column that is neither grouped nor aggregated.
-- sqlite: 1|45; 2|12
-- postgres: refuses: column "big.total" must appear in the GROUP BY clause or be used in an aggregate function at character 81

-- case
SELECT user_id FROM orders GROUP BY user_id HAVING total > 20;
-- note bare-column: `total`: SQLite takes this column from any row of the group. PostgreSQL and MySQL refuse a column that is neither grouped nor aggregated.
-- sqlite: 1
-- postgres: refuses: column "orders.total" must appear in the GROUP BY clause or be used in an aggregate function at character 52

-- case
SELECT total * 2 AS double_total FROM orders WHERE double_total > 50;
-- note alias-in-where: `double_total`: SQLite lets WHERE use the name that AS gives to a result. PostgreSQL and MySQL refuse it: repeat the expression, or ask in a query around this one.
-- sqlite: 90
-- postgres: refuses: column "double_total" does not exist at character 52

-- case
SELECT user_id, sum(total) AS spent FROM orders GROUP BY user_id HAVING spent > 20;
-- note alias-in-having: `spent`: SQLite and MySQL let HAVING use the name that AS gives to a result. PostgreSQL refuses it: repeat the expression.
-- sqlite: 1|54
-- postgres: refuses: column "spent" does not exist at character 73

-- case
SELECT id, total * 2 AS double_total FROM orders ORDER BY double_total + 1;
-- note alias-in-order: `double_total`: SQLite and MySQL compute in ORDER BY with a name that AS gives to a result. PostgreSQL takes such a name alone only: repeat the expression.
-- sqlite: 2|18; 3|24; 1|90
-- postgres: refuses: column "double_total" does not exist at character 59

-- case
SELECT count(*) FROM (SELECT user_id FROM orders);
-- note no-alias: `SELECT user_id FROM orders`: SQLite takes a query after FROM without a name. MySQL refuses it, and PostgreSQL did before version 16: write AS and a name after it.
-- sqlite: 3
-- postgres: refuses: subquery in FROM must have an alias at character 22

-- case
SELECT count(*) FROM users JOIN orders;
-- note join-without-on: `orders`: SQLite pairs every row with every other where a JOIN has no ON; MySQL allows that for an inner JOIN. PostgreSQL refuses it: write CROSS JOIN where that is meant.
-- sqlite: 12
-- postgres: refuses: syntax error at or near ";" at character 39

-- case
WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n ORDER BY i;
-- note no-recursive: `n`: SQLite lets a query in WITH read itself without the word RECURSIVE. PostgreSQL and MySQL want WITH RECURSIVE, which SQLite takes too.
-- sqlite: 1; 2; 3
-- postgres: refuses: relation "n" does not exist at character 53

-- case
SELECT DISTINCT city FROM users WHERE city IS NOT NULL ORDER BY name;
-- note distinct-order: `name`: SQLite sorts by a column that SELECT DISTINCT leaves out, though the rows that became one may differ there. PostgreSQL and MySQL refuse it.
-- sqlite: Lagos; Pune
-- postgres: refuses: for SELECT DISTINCT, ORDER BY expressions must appear in select list at character 65

-- case
SELECT name, city FROM users ORDER BY city, name;
-- note nulls-order: `city`: SQLite and MySQL take NULL for the smallest value when they sort. PostgreSQL takes it for the largest: NULLS FIRST and NULLS LAST say it, in SQLite too.
-- sqlite: Lin|NULL; Amara|Lagos; Bao|Pune; Ravi|Pune
-- postgres: differs: Amara|Lagos; Bao|Pune; Ravi|Pune; Lin|NULL

-- case
SELECT name, city AS place FROM users ORDER BY 2 DESC, 1;
-- note nulls-order: `2`: SQLite and MySQL take NULL for the smallest value when they sort. PostgreSQL takes it for the largest: NULLS FIRST and NULLS LAST say it, in SQLite too.
-- sqlite: Bao|Pune; Ravi|Pune; Amara|Lagos; Lin|NULL
-- postgres: differs: Lin|NULL; Bao|Pune; Ravi|Pune; Amara|Lagos

-- case
SELECT name FROM users ORDER BY city DESC LIMIT 1;
-- note nulls-order: `city`: SQLite and MySQL take NULL for the smallest value when they sort. PostgreSQL takes it for the largest: NULLS FIRST and NULLS LAST say it, in SQLite too.
-- sqlite: Ravi
-- postgres: differs: Lin

-- case
SELECT 1 UNION SELECT 'one';
-- note union-types: `SELECT 'one'`: SQLite and MySQL mix numbers and texts in one column. PostgreSQL refuses it: the columns of both sides need one type.
-- sqlite: 1; one
-- postgres: refuses: invalid input syntax for type integer: "one" at character 23

-- case
SELECT name FROM users WHERE id = 1 UNION ALL SELECT total FROM orders WHERE id = 1;
-- note union-types: `SELECT total FROM orders WHERE id = 1`: SQLite and MySQL mix numbers and texts in one column. PostgreSQL refuses it: the columns of both sides need one type.
-- sqlite: Amara; 45
-- postgres: refuses: UNION types text and integer cannot be matched at character 54

-- case
SELECT name FROM users WHERE id = (SELECT user_id FROM orders WHERE total > 10);
-- note one-of-many: `SELECT user_id FROM orders WHERE total >…`: This query gives more than one row, and SQLite takes the first that comes. PostgreSQL and MySQL refuse it: make it one row, or compare with IN.
-- sqlite: Amara
-- postgres: refuses: more than one row returned by a subquery used as an expression

-- case
SELECT (SELECT name FROM users) AS first;
-- note one-of-many: `SELECT name FROM users`: This query gives more than one row, and SQLite takes the first that comes. PostgreSQL and MySQL refuse it: make it one row, or compare with IN.
-- sqlite: Amara
-- postgres: refuses: more than one row returned by a subquery used as an expression
