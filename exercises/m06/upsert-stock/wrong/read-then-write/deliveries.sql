-- 1. a delivery of 30 mug
SELECT quantity FROM stock WHERE sku = 'mug';
UPDATE stock SET quantity = 50 WHERE sku = 'mug'
RETURNING sku, quantity;

-- 2. a delivery of 120 green tea
SELECT quantity FROM stock WHERE sku = 'green tea';
UPDATE stock SET quantity = 123 WHERE sku = 'green tea'
RETURNING sku, quantity;

-- 3. a delivery of 40 filter, which the table does not know yet
INSERT INTO stock (sku, quantity) VALUES ('filter', 40)
ON CONFLICT (sku) DO UPDATE SET quantity = stock.quantity + excluded.quantity
RETURNING sku, quantity;

-- 4. a delivery of 24 coffee
SELECT quantity FROM stock WHERE sku = 'coffee';
UPDATE stock SET quantity = 24 WHERE sku = 'coffee'
RETURNING sku, quantity;

-- 5. a second delivery of filter, 10 pieces
INSERT INTO stock (sku, quantity) VALUES ('filter', 10)
ON CONFLICT (sku) DO UPDATE SET quantity = stock.quantity + excluded.quantity
RETURNING sku, quantity;
