-- 1
SELECT id, name FROM customers WHERE city IS DISTINCT FROM 'Pune';

-- 2
SELECT c.id, c.name FROM customers AS c
WHERE NOT EXISTS (SELECT 1 FROM shops AS s WHERE s.city = c.city);
