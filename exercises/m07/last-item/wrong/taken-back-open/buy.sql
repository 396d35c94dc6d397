INSERT INTO orders (product_id, quantity, price_cents)
SELECT id, 1, price_cents FROM products WHERE id = 7;
UPDATE products SET stock = stock - 1 WHERE id = 7 AND stock >= 1;
DELETE FROM orders WHERE id = last_insert_rowid() AND changes() = 0;
