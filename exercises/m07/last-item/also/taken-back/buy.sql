-- The order is written in any case, and taken back where nothing was there.
SAVEPOINT sale;
INSERT INTO orders (product_id, quantity, price_cents)
VALUES (7, 1, (SELECT price_cents FROM products WHERE id = 7));
UPDATE products SET stock = stock - 1 WHERE id = 7 AND stock <> 0 RETURNING stock;
DELETE FROM orders WHERE id = last_insert_rowid() AND changes() = 0;
RELEASE sale;
