INSERT INTO saves (product_id, outcome)
SELECT f.product_id, CASE WHEN p.id IS NULL THEN 'gone'
  WHEN p.version = f.version THEN 'saved' ELSE 'conflict' END
FROM form AS f LEFT JOIN products AS p ON p.id = f.product_id;
UPDATE products SET (name, price_cents, version) =
  (SELECT name, price_cents, version + 1 FROM form)
WHERE (id, version) IN (SELECT product_id, version FROM form);
