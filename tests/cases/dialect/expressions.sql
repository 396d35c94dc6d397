-- What is compared, computed, converted or taken for a condition.

-- setup for all
CREATE TABLE goods (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  code TEXT,
  stock INTEGER NOT NULL,
  price REAL NOT NULL,
  sold BOOLEAN,
  made DATE
);
INSERT INTO goods VALUES (1, 'Mug', '10', 5, 5.5, TRUE, '2026-01-05'), (2, 'tea', '9', 0, 2.5, FALSE, '2026-01-20');

-- case
SELECT name FROM goods WHERE name LIKE 'm%';
-- note like-case: `name LIKE 'm%'`: In SQLite LIKE takes a and A for the same, in ASCII only; MySQL's does so by default. PostgreSQL's LIKE does not, and its ILIKE does.
-- sqlite: Mug
-- postgres: differs: no rows

-- case
SELECT name FROM goods WHERE stock;
-- note number-as-condition: `stock`: SQLite and MySQL take a number for a condition: 0 is false, and any other is true. PostgreSQL refuses it: write x <> 0.
-- sqlite: Mug
-- postgres: refuses: argument of WHERE must be type boolean, not type integer at character 30

-- case
SELECT name FROM goods WHERE stock AND price > 1;
-- note number-as-condition: `stock AND price > 1`: SQLite and MySQL take a number for a condition: 0 is false, and any other is true. PostgreSQL refuses it: write x <> 0.
-- sqlite: Mug
-- postgres: refuses: argument of AND must be type boolean, not type integer at character 30

-- case
SELECT name FROM goods WHERE 1;
-- note number-as-condition: `1`: SQLite and MySQL take a number for a condition: 0 is false, and any other is true. PostgreSQL refuses it: write x <> 0.
-- sqlite: Mug; tea
-- postgres: refuses: argument of WHERE must be type boolean, not type integer at character 30

-- case
SELECT name FROM goods WHERE NOT stock;
-- note number-as-condition: `stock`: SQLite and MySQL take a number for a condition: 0 is false, and any other is true. PostgreSQL refuses it: write x <> 0.
-- sqlite: tea
-- postgres: refuses: argument of NOT must be type boolean, not type integer at character 34

-- case
SELECT name FROM goods WHERE name;
-- note text-as-condition: `name`: SQLite and MySQL make a number of this text, mostly 0, and take that for the condition. PostgreSQL refuses it: compare the text with something.
-- sqlite: no rows
-- postgres: refuses: argument of WHERE must be type boolean, not type text at character 30

-- case
SELECT CASE WHEN stock THEN 'yes' ELSE 'no' END FROM goods ORDER BY id;
-- note number-as-condition: `CASE WHEN stock THEN 'yes' ELSE 'no' END`: SQLite and MySQL take a number for a condition: 0 is false, and any other is true. PostgreSQL refuses it: write x <> 0.
-- sqlite: yes; no
-- postgres: refuses: argument of CASE/WHEN must be type boolean, not type integer at character 18

-- case
SELECT name FROM goods WHERE stock IS 5;
-- note is-value: `stock IS 5`: SQLite compares any two values with IS, so that NULL IS NULL. PostgreSQL and MySQL take only NULL, TRUE and FALSE after it; IS NOT DISTINCT FROM works in SQLite and PostgreSQL.
-- sqlite: Mug
-- postgres: refuses: syntax error at or near "5" at character 39

-- case
SELECT name FROM goods WHERE code IS NOT '10';
-- note is-value: `code IS NOT '10'`: SQLite compares any two values with IS, so that NULL IS NULL. PostgreSQL and MySQL take only NULL, TRUE and FALSE after it; IS NOT DISTINCT FROM works in SQLite and PostgreSQL.
-- sqlite: tea
-- postgres: refuses: syntax error at or near "'10'" at character 42

-- case
SELECT 1 || 2;
-- note concat-numbers: `1 || 2`: SQLite makes texts of two numbers and joins them. PostgreSQL refuses || between numbers; in MySQL || means OR.
-- sqlite: 12
-- postgres: refuses: operator does not exist: integer || integer at character 10

-- case
SELECT name FROM goods WHERE 1 < stock < 3;
-- note chained-comparison: `1 < stock < 3`: SQLite and MySQL compare the answer of the first comparison, 1 or 0, with the next value. PostgreSQL refuses it: write 1 < x AND x < 5.
-- sqlite: Mug; tea
-- postgres: refuses: syntax error at or near "<" at character 40

-- case
SELECT name FROM goods WHERE sold = 1;
-- note boolean-and-number: `sold = 1`: In SQLite and MySQL TRUE is the number 1, so that a condition equals a number. PostgreSQL refuses it: write the condition alone, or NOT before it.
-- sqlite: Mug
-- postgres: refuses: operator does not exist: boolean = integer at character 35

-- case
SELECT name FROM goods WHERE sold = 'true';
-- note boolean-and-text: `sold = 'true'`: SQLite compares the number in this BOOLEAN with a text, and they are never equal. PostgreSQL reads the text as TRUE or FALSE, or refuses it.
-- sqlite: no rows
-- postgres: differs: Mug

-- case
SELECT name FROM goods WHERE code > 5 ORDER BY id;
-- note text-and-number: `code > 5`: SQLite compares them as texts where a column of texts is one side, so that '10' < '9'. PostgreSQL refuses it; MySQL makes a number of the text.
-- sqlite: tea
-- postgres: refuses: operator does not exist: text > integer at character 35

-- case
SELECT name FROM goods WHERE code IN (9, 10) ORDER BY id;
-- note text-and-number: `code IN (9, 10)`: SQLite compares them as texts where a column of texts is one side, so that '10' < '9'. PostgreSQL refuses it; MySQL makes a number of the text.
-- sqlite: Mug; tea
-- postgres: refuses: operator does not exist: text = integer at character 35

-- case
SELECT name FROM goods WHERE stock = 'five';
-- note number-and-word: `stock = 'five'`: SQLite says that a number and this text differ, and that every text is the larger. PostgreSQL refuses it; MySQL takes the text for 0.
-- sqlite: no rows
-- postgres: refuses: invalid input syntax for type integer: "five" at character 38

-- case
SELECT '1' = 1;
-- note number-and-quoted: `'1' = 1`: In SQLite this number and a number in quotes are never equal. PostgreSQL and MySQL make a number of the text: write it without quotes.
-- sqlite: 0
-- postgres: differs: t

-- case
SELECT name FROM goods WHERE stock + 1 = '6';
-- note number-and-quoted: `stock + 1 = '6'`: In SQLite this number and a number in quotes are never equal. PostgreSQL and MySQL make a number of the text: write it without quotes.
-- sqlite: no rows
-- postgres: differs: Mug

-- case
SELECT name FROM goods WHERE made < '2026-1-15';
-- note date-and-text: `made < '2026-1-15'`: SQLite compares times letter by letter, so they must look alike: 2026-01-05. PostgreSQL and MySQL read the text as a date first, or refuse it.
-- sqlite: Mug; tea
-- postgres: differs: Mug

-- case
SELECT name, price / 0 FROM goods ORDER BY id;
-- note division-by-zero: `price / 0`: In SQLite and MySQL a division by zero gives NULL. PostgreSQL ends the statement with an error.
-- sqlite: Mug|NULL; tea|NULL
-- postgres: refuses: division by zero

-- case
SELECT CAST(CURRENT_DATE - 7 AS TEXT) LIKE '____-__-__';
-- note date-arithmetic: `CURRENT_DATE - 7`: SQLite computes with the year that the text begins with: date(x, '+1 day') is meant. PostgreSQL adds days to a DATE, or an INTERVAL; MySQL adds INTERVAL 1 DAY.
-- sqlite: 0
-- postgres: differs: t

-- case
SELECT made + 1 FROM goods ORDER BY id;
-- note date-arithmetic: `made + 1`: SQLite computes with the year that the text begins with: date(x, '+1 day') is meant. PostgreSQL adds days to a DATE, or an INTERVAL; MySQL adds INTERVAL 1 DAY.
-- sqlite: 2027; 2027
-- postgres: differs: 2026-01-06; 2026-01-21

-- case
SELECT name + 1 FROM goods ORDER BY id;
-- note text-arithmetic: `name + 1`: SQLite and MySQL count a text as the number that it begins with, or as 0. PostgreSQL refuses to compute with it; texts are joined by || there and in SQLite.
-- sqlite: 1; 1
-- postgres: refuses: operator does not exist: text + integer at character 13

-- case
SELECT 'tea' + 'pot';
-- note text-arithmetic: `'tea' + 'pot'`: SQLite and MySQL count a text as the number that it begins with, or as 0. PostgreSQL refuses to compute with it; texts are joined by || there and in SQLite.
-- sqlite: 0
-- postgres: refuses: operator is not unique: unknown + unknown at character 14

-- case
SELECT 5.5 % 2;
-- note modulo-of-fraction: `5.5 % 2`: SQLite cuts both numbers to whole ones before it takes the remainder. PostgreSQL and MySQL keep fractions: 5.5 % 2 is 1.5 there.
-- sqlite: 1.0
-- postgres: differs: 1.5

-- case
SELECT CAST('tea' AS INTEGER);
-- note cast-of-word: `CAST('tea' AS INTEGER)`: SQLite gives the number that the text begins with, or 0. PostgreSQL refuses a text that is no number; MySQL writes CAST(x AS SIGNED), and warns.
-- sqlite: 0
-- postgres: refuses: invalid input syntax for type integer: "tea" at character 13

-- case
SELECT CAST(2.7 AS INTEGER);
-- note cast-of-fraction: `CAST(2.7 AS INTEGER)`: SQLite cuts the fraction off: 2.7 becomes 2. PostgreSQL rounds it to 3, and so does MySQL's CAST(x AS SIGNED): round(x) does in all three.
-- sqlite: 2
-- postgres: differs: 3

-- case
SELECT CAST('2026-01-05' AS DATE);
-- note cast-to-date: `CAST('2026-01-05' AS DATE)`: SQLite has no type for times: this CAST gives the number that the text begins with. PostgreSQL and MySQL give a date or a time; in SQLite date(x) does.
-- sqlite: 2026
-- postgres: differs: 2026-01-05

-- case
SELECT CAST(2.567 AS DECIMAL(10, 2));
-- note cast-to-decimal: `CAST(2.567 AS DECIMAL(10, 2))`: SQLite keeps all digits: it has no DECIMAL. PostgreSQL and MySQL round to the digits that are named: round(x, 2) does so in SQLite.
-- sqlite: 2.567
-- postgres: differs: 2.57

-- case
SELECT CAST('teapot' AS VARCHAR(3));
-- note cast-to-varchar: `CAST('teapot' AS VARCHAR(3))`: SQLite keeps the whole text, whatever length the type names. PostgreSQL cuts it, and MySQL does with CHAR: substr(x, 1, n) does so in all three.
-- sqlite: teapot
-- postgres: differs: tea

-- case
SELECT CAST('yes' AS BOOLEAN);
-- note cast-to-boolean: `CAST('yes' AS BOOLEAN)`: SQLite has no BOOLEAN: this CAST gives a number. PostgreSQL gives TRUE or FALSE; MySQL refuses it.
-- sqlite: 0
-- postgres: differs: t

-- case
SELECT CAST(1 AS BANANA);
-- note cast-to-any-word: `CAST(1 AS BANANA)`: SQLite takes any word for a type, and this one is none. PostgreSQL and MySQL refuse it.
-- sqlite: 1
-- postgres: refuses: type "banana" does not exist at character 18
