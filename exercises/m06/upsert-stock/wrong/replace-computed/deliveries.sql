-- 1. a delivery of 30 mug
INSERT OR REPLACE INTO stock (sku, quantity)
VALUES ('mug', 30 + coalesce((SELECT quantity FROM stock WHERE sku = 'mug'), 0))
RETURNING sku, quantity;

-- 2. a delivery of 120 green tea
INSERT OR REPLACE INTO stock (sku, quantity)
VALUES ('green tea', 120 + coalesce((SELECT quantity FROM stock WHERE sku = 'green tea'), 0))
RETURNING sku, quantity;

-- 3. a delivery of 40 filter, which the table does not know yet
INSERT OR REPLACE INTO stock (sku, quantity)
VALUES ('filter', 40 + coalesce((SELECT quantity FROM stock WHERE sku = 'filter'), 0))
RETURNING sku, quantity;

-- 4. a delivery of 24 coffee
INSERT OR REPLACE INTO stock (sku, quantity)
VALUES ('coffee', 24 + coalesce((SELECT quantity FROM stock WHERE sku = 'coffee'), 0))
RETURNING sku, quantity;

-- 5. a second delivery of filter, 10 pieces
INSERT OR REPLACE INTO stock (sku, quantity)
VALUES ('filter', 10 + coalesce((SELECT quantity FROM stock WHERE sku = 'filter'), 0))
RETURNING sku, quantity;
