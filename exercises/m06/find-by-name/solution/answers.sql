-- 1. code and name of the products whose name holds the text 100%
SELECT code, name FROM products
WHERE name LIKE '%100!%%' ESCAPE '!';

-- 2. the codes that begin with T and an underscore: T_
SELECT code FROM products
WHERE code LIKE 'T!_%' ESCAPE '!';

-- 3. the ids of customers with the email asha@x.test, whatever its
--    capitals, and with or without spaces before or after it
SELECT id FROM customers
WHERE lower(trim(email)) = 'asha@x.test';

-- 4. the ids of customers whose family name begins with "da",
--    whatever its capitals
SELECT id FROM customers
WHERE lower(family) LIKE 'da%';

-- 5. id and full name: given name, a space, family name;
--    only the given name where there is no family name
SELECT id, given || coalesce(' ' || nullif(family, ''), '') AS full_name
FROM customers;

-- 6. id and where to reach: the phone without spaces around it;
--    where there is none the email, as it stands; else the word none
SELECT id, coalesce(nullif(trim(phone), ''), email, 'none') AS reach
FROM customers;
