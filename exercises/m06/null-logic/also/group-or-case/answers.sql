-- 1. every customer whose city is not exactly Pune
SELECT id, name FROM customers
WHERE CASE WHEN city = 'Pune' THEN 0 ELSE 1 END = 1;

-- 2. every customer in whose city there is no shop
SELECT c.id, c.name
FROM customers AS c
LEFT OUTER JOIN shops AS s USING (city)
GROUP BY c.id, c.name
HAVING count(s.id) = 0;
