DROP TABLE IF EXISTS seen;
CREATE TEMP TABLE seen AS
  SELECT f.product_id, f.name, f.price_cents, p.id, p.version = f.version AS fits
  FROM form AS f LEFT JOIN products AS p ON p.id = f.product_id;
BEGIN;
UPDATE products SET name = (SELECT name FROM seen),
  price_cents = (SELECT price_cents FROM seen), version = version + 1
WHERE id IN (SELECT id FROM seen WHERE fits);
INSERT INTO saves (product_id, outcome)
SELECT product_id, CASE WHEN fits THEN 'saved' WHEN id IS NULL THEN 'gone' ELSE 'conflict' END
FROM seen;
COMMIT;
