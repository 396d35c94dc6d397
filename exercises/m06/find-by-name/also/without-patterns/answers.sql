-- 1. where the text stands, instead of a pattern
SELECT code, name FROM products WHERE instr(name, '100%') > 0;

-- 2. the first two signs
SELECT code FROM products WHERE substr(code, 1, 2) = 'T_' ORDER BY code;

-- 3. spaces from each side
SELECT id FROM customers WHERE upper(ltrim(rtrim(email))) = 'ASHA@X.TEST';

-- 4.
SELECT id FROM customers WHERE upper(substr(family, 1, 2)) IN ('DA');

-- 5. cases
SELECT id,
  CASE WHEN family IS NULL OR family = '' THEN given ELSE given || ' ' || family END AS name
FROM customers;

-- 6.
SELECT id,
  CASE
    WHEN trim(phone) <> '' THEN trim(phone)
    WHEN email IS NOT NULL THEN email
    ELSE 'none'
  END AS contact
FROM customers;
