-- 1. id and name of every customer whose city is not exactly Pune;
--    a customer without a city is one of them
SELECT id, name FROM customers
WHERE city <> 'Pune' OR city IS NULL;

-- 2. id and name of every customer in whose city there is no shop;
--    a customer without a city is one of them
SELECT id, name FROM customers
WHERE city NOT IN (SELECT city FROM shops WHERE city IS NOT NULL)
   OR city IS NULL;
