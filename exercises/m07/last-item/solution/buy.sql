-- Sells one tea pot (product 7), or nothing.
BEGIN;

-- step 1: take one from the stock, if one is there
UPDATE products SET stock = stock - 1
WHERE id = 7 AND stock >= 1;

-- step 2: write the order, if one was taken
INSERT INTO orders (product_id, quantity, price_cents)
SELECT id, 1, price_cents FROM products
WHERE id = 7 AND changes() = 1;

COMMIT;
