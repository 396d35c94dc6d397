-- 1. the name of every product
SELECT name FROM products;

-- 2. name and price_cents of the tea (category tea)
SELECT name, price_cents FROM products WHERE category = 'tea';

-- 3. the names of products that cost less than 500 cents
SELECT name FROM products WHERE price_cents < 500;

-- 4. the names of products with "tea" anywhere in their name
SELECT name FROM products WHERE name LIKE '%tea%';

-- 5. the names of products that have no category (NULL)
SELECT name FROM products WHERE category IS NULL;

-- 6. the categories that products have, each once, without NULL
SELECT DISTINCT category FROM products WHERE category IS NOT NULL;

-- 7. the names of products from 500 to 1000 cents, both included
SELECT name FROM products WHERE price_cents BETWEEN 500 AND 1000;

-- 8. name and price_cents of the three dearest products,
--    the dearest first; equal prices by name
SELECT name, price_cents FROM products ORDER BY price_cents DESC, name LIMIT 3;

-- 9. the names of tea and coffee that is sold out (stock 0)
SELECT name FROM products WHERE category IN ('tea', 'coffee') AND stock = 0;

-- 10. name and a word for each product: sold out at stock 0,
--     low below 5, else in stock
SELECT name,
  CASE WHEN stock = 0 THEN 'sold out' WHEN stock < 5 THEN 'low' ELSE 'in stock' END AS state
FROM products;
