-- The lock first, so what is read stays true until COMMIT.
BEGIN IMMEDIATE;
INSERT INTO saves (outcome, product_id)
SELECT iif(p.id IS NULL, 'gone', iif(p.version = f.version, 'saved', 'conflict')),
  f.product_id
FROM form AS f LEFT JOIN products AS p ON p.id = f.product_id;

UPDATE products SET (name, price_cents) = (SELECT name, price_cents FROM form),
  version = version + 1
WHERE (id, version) IN (SELECT product_id, version FROM form);
COMMIT;
