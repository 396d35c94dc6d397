-- 1. a delivery of 30 mug

-- 2. a delivery of 120 green tea

-- 3. a delivery of 40 filter, which the table does not know yet

-- 4. a delivery of 24 coffee

-- 5. a second delivery of filter, 10 pieces
