-- 1. code and name of the products whose name holds the text 100%
SELECT code, name FROM products WHERE name GLOB '*100%*';

-- 2. the codes that begin with T and an underscore: T_
SELECT code FROM products WHERE code GLOB 'T_*';

-- 3. the ids of customers with that email
SELECT id FROM customers WHERE trim(email) COLLATE NOCASE = 'asha@x.test';

-- 4. the ids of customers whose family name begins with "da"
SELECT id FROM customers WHERE family GLOB '[dD][aA]*';

-- 5. id and full name
SELECT id, concat_ws(' ', given, nullif(family, '')) FROM customers;

-- 6. id and where to reach
SELECT id, ifnull(iif(trim(phone) = '', NULL, trim(phone)), ifnull(email, 'none')) FROM customers;
