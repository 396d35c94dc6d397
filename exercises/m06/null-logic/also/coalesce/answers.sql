-- 1
SELECT id, name FROM customers WHERE coalesce(city, '') <> 'Pune';

-- 2
SELECT c.id, c.name
FROM customers AS c LEFT JOIN shops AS s ON s.city = c.city
WHERE s.id IS NULL;
