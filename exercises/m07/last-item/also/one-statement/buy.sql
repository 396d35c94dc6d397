-- What belongs to the sale, for this session only.
CREATE TEMP TRIGGER take_from_stock AFTER INSERT ON main.orders
WHEN NEW.product_id = 7
BEGIN
  UPDATE products SET stock = stock - NEW.quantity WHERE id = NEW.product_id;
END;

INSERT INTO orders (product_id, quantity, price_cents)
SELECT id, 1, price_cents FROM products WHERE id = 7 AND stock >= 1;

DROP TRIGGER take_from_stock;
