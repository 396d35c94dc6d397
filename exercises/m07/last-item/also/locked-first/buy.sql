-- The lock first: from here on nobody else writes.
BEGIN IMMEDIATE;
DROP TABLE IF EXISTS seen;
CREATE TEMP TABLE seen AS
  SELECT id, stock, price_cents FROM products WHERE id = 7 AND stock > 0;
INSERT INTO orders (product_id, quantity, price_cents)
  SELECT id, 1, price_cents FROM seen;
UPDATE products SET stock = (SELECT seen.stock - 1 FROM seen)
WHERE id IN (SELECT id FROM seen);
COMMIT;
DROP TABLE seen;
