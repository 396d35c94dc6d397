DROP TABLE IF EXISTS seen;
CREATE TEMP TABLE seen AS SELECT stock, price_cents FROM products WHERE id = 7;
BEGIN;
UPDATE products SET stock = (SELECT stock FROM seen) - 1
WHERE id = 7 AND (SELECT stock FROM seen) >= 1;
INSERT INTO orders (product_id, quantity, price_cents)
SELECT 7, 1, price_cents FROM seen WHERE stock >= 1;
COMMIT;
