-- 1. a delivery of 30 mug
UPDATE stock SET quantity = quantity + 30 WHERE sku = 'mug'
RETURNING sku, quantity;

-- 2. a delivery of 120 green tea
UPDATE stock SET quantity = quantity + 120 WHERE sku = 'green tea'
RETURNING sku, quantity;

-- 3. a delivery of 40 filter, which the table does not know yet
UPDATE stock SET quantity = quantity + 40 WHERE sku = 'filter'
RETURNING sku, quantity;

-- 4. a delivery of 24 coffee
UPDATE stock SET quantity = quantity + 24 WHERE sku = 'coffee'
RETURNING sku, quantity;

-- 5. a second delivery of filter, 10 pieces
UPDATE stock SET quantity = quantity + 10 WHERE sku = 'filter'
RETURNING sku, quantity;
