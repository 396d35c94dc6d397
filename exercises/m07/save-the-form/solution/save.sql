-- Saves the form, or tells why not.
BEGIN;

-- step 1: change the product, if it is still as it was read
UPDATE products
SET name = (SELECT name FROM form),
  price_cents = (SELECT price_cents FROM form),
  version = version + 1
WHERE id = (SELECT product_id FROM form)
  AND version = (SELECT version FROM form);

-- step 2: write the outcome
INSERT INTO saves (product_id, outcome)
SELECT product_id, CASE
    WHEN changes() = 1 THEN 'saved'
    WHEN product_id IN (SELECT id FROM products) THEN 'conflict'
    ELSE 'gone'
  END
FROM form;

COMMIT;
