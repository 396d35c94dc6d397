-- 1. a delivery of 30 mug
INSERT INTO stock (sku, quantity) VALUES ('mug', 30)
RETURNING sku, quantity;

-- 2. a delivery of 120 green tea
INSERT INTO stock (sku, quantity) VALUES ('green tea', 120)
RETURNING sku, quantity;

-- 3. a delivery of 40 filter, which the table does not know yet
INSERT INTO stock (sku, quantity) VALUES ('filter', 40)
RETURNING sku, quantity;

-- 4. a delivery of 24 coffee
INSERT INTO stock (sku, quantity) VALUES ('coffee', 24)
RETURNING sku, quantity;

-- 5. a second delivery of filter, 10 pieces
INSERT INTO stock (sku, quantity) VALUES ('filter', 10)
RETURNING sku, quantity;
