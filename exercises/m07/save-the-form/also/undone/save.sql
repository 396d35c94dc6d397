SAVEPOINT saving;
UPDATE products AS p
SET price_cents = f.price_cents, version = p.version + 1, name = f.name
FROM form AS f WHERE f.product_id = p.id AND f.version = p.version
RETURNING id;
INSERT INTO saves (product_id, outcome)
SELECT f.product_id, coalesce(
  (SELECT 'saved' WHERE changes() = 1),
  (SELECT 'conflict' FROM products WHERE id = f.product_id), 'gone')
FROM form AS f;
RELEASE saving;
