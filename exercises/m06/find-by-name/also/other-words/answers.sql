-- 1. another sign for ESCAPE
SELECT code, name FROM products WHERE name LIKE '%100\%%' ESCAPE '\';

-- 2.
SELECT code FROM products WHERE code LIKE 'T#_%' ESCAPE '#';

-- 3. the spaces taken away after lower
SELECT id FROM customers WHERE trim(lower(email)) LIKE 'asha@x.test';

-- 4. both spellings of each letter
SELECT id FROM customers
WHERE family LIKE 'da%' OR family LIKE 'Da%' OR family LIKE 'dA%' OR family LIKE 'DA%';

-- 5. trimmed at the end
SELECT id, rtrim(given || ' ' || coalesce(family, '')) FROM customers;

-- 6. two lists in one
SELECT id, trim(phone) AS contact FROM customers WHERE trim(coalesce(phone, '')) <> ''
UNION ALL
SELECT id, coalesce(email, 'none') FROM customers WHERE trim(coalesce(phone, '')) = '';
