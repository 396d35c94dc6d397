-- 1
SELECT p.name AS product FROM products AS p ORDER BY p.id;

-- 2
WITH tea AS (SELECT * FROM products WHERE category IN ('tea'))
SELECT name, price_cents AS cents FROM tea ORDER BY cents DESC;

-- 3
SELECT name FROM products WHERE NOT price_cents >= 500 ORDER BY name;

-- 4
SELECT name FROM products WHERE instr(name, 'tea') > 0;

-- 5
SELECT name FROM products WHERE coalesce(category, 'none') != coalesce(category, 'some');

-- 6
SELECT category FROM products GROUP BY category HAVING category IS NOT NULL;

-- 7
SELECT name FROM products WHERE 500 <= price_cents AND price_cents <= 1000;

-- 8
SELECT name, price_cents FROM products ORDER BY -price_cents, name COLLATE BINARY ASC LIMIT 3 OFFSET 0;

-- 9
SELECT name FROM products WHERE (category = 'tea' OR category = 'coffee') AND NOT stock;

-- 10
SELECT name, iif(stock = 0, 'sold out', iif(stock <= 4, 'low', 'in stock')) FROM products;
