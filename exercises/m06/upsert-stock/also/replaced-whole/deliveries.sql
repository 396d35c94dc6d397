-- 1. mug
INSERT OR REPLACE INTO stock (sku, quantity, reorder_level, shelf)
SELECT 'mug', coalesce(max(quantity), 0) + 30,
  coalesce(max(reorder_level), 5), max(shelf)
FROM stock WHERE sku = 'mug'
RETURNING sku, quantity;

-- 2. green tea
INSERT OR REPLACE INTO stock (sku, quantity, reorder_level, shelf)
SELECT 'green tea', coalesce(max(quantity), 0) + 120,
  coalesce(max(reorder_level), 5), max(shelf)
FROM stock WHERE sku = 'green tea'
RETURNING sku, quantity;

-- 3. filter
INSERT OR REPLACE INTO stock (sku, quantity, reorder_level, shelf)
SELECT 'filter', coalesce(max(quantity), 0) + 40,
  coalesce(max(reorder_level), 5), max(shelf)
FROM stock WHERE sku = 'filter'
RETURNING sku, quantity;

-- 4. coffee
INSERT OR REPLACE INTO stock (sku, quantity, reorder_level, shelf)
SELECT 'coffee', coalesce(max(quantity), 0) + 24,
  coalesce(max(reorder_level), 5), max(shelf)
FROM stock WHERE sku = 'coffee'
RETURNING sku, quantity;

-- 5. filter
INSERT OR REPLACE INTO stock (sku, quantity, reorder_level, shelf)
SELECT 'filter', coalesce(max(quantity), 0) + 10,
  coalesce(max(reorder_level), 5), max(shelf)
FROM stock WHERE sku = 'filter'
RETURNING sku, quantity;
