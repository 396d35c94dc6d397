-- 1. the name of every product
WITH everything AS (SELECT * FROM products)
SELECT name FROM everything;

-- 2. name and price_cents of the tea (category tea)
SELECT name, price_cents
FROM (SELECT * FROM products WHERE category IN ('tea')) AS t;

-- 3. the names of products that cost less than 500 cents
SELECT name FROM products WHERE NOT price_cents >= 500;

-- 4. the names of products with "tea" anywhere in their name
SELECT name FROM products WHERE name GLOB '*tea*' OR lower(name) LIKE '%tea%';

-- 5. the names of products that have no category (NULL)
SELECT name FROM products WHERE category ISNULL;

-- 6. the categories that products have, each once, without NULL
SELECT category FROM products WHERE category IS NOT NULL
UNION
SELECT category FROM products WHERE category = 'tea';

-- 7. the names of products from 500 to 1000 cents, both included
SELECT name FROM products WHERE NOT (price_cents < 500 OR price_cents > 1000);

-- 8. name and price_cents of the three dearest products,
--    the dearest first; equal prices by name
WITH placed AS (
  SELECT *, row_number() OVER (ORDER BY price_cents DESC, name) AS place
  FROM products
)
SELECT name, price_cents FROM placed WHERE place <= 3 ORDER BY place;

-- 9. the names of tea and coffee that is sold out (stock 0)
SELECT name FROM products WHERE category = 'tea' AND stock = 0
UNION
SELECT name FROM products WHERE category = 'coffee' AND stock = 0;

-- 10. name and a word for each product: sold out at stock 0,
--     low below 5, else in stock
SELECT name, 'sold out' AS word FROM products WHERE stock = 0
UNION ALL
SELECT name, 'low' FROM products WHERE stock > 0 AND stock < 5
UNION ALL
SELECT name, 'in stock' FROM products WHERE stock >= 5;
