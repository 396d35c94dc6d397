-- 1. a delivery of 30 mug
INSERT INTO stock (sku, quantity) SELECT 'mug', 30 WHERE true
ON CONFLICT (sku) DO UPDATE SET quantity = stock.quantity + 30
RETURNING sku, quantity;

-- 2. a delivery of 120 green tea
INSERT INTO stock (sku, quantity) SELECT 'green tea', 120 WHERE true
ON CONFLICT (sku) DO UPDATE SET quantity = stock.quantity + 120
RETURNING sku, quantity;

-- 3. a delivery of 40 filter, which the table does not know yet
INSERT INTO stock (sku, quantity) SELECT 'filter', 40 WHERE true
ON CONFLICT (sku) DO UPDATE SET quantity = stock.quantity + 40
RETURNING sku, quantity;

-- 4. a delivery of 24 coffee
INSERT INTO stock (sku, quantity) SELECT 'coffee', 24 WHERE true
ON CONFLICT (sku) DO UPDATE SET quantity = stock.quantity + 24
RETURNING sku, quantity;

-- 5. a second delivery of filter, 10 pieces
INSERT INTO stock (sku, quantity) SELECT 'filter', 10 WHERE true
ON CONFLICT (sku) DO UPDATE SET quantity = stock.quantity + 10
RETURNING sku, quantity;
