-- 1
SELECT id, name FROM customers
EXCEPT
SELECT id, name FROM customers WHERE city = 'Pune';

-- 2
SELECT id, name FROM customers
WHERE (city IN (SELECT city FROM shops)) IS NOT TRUE;
