-- Functions that only SQLite has, or that mean something else elsewhere.

-- setup for all
CREATE TABLE goods (id INTEGER PRIMARY KEY, name TEXT NOT NULL, label TEXT, stock INTEGER NOT NULL);
INSERT INTO goods VALUES (1, 'mug', NULL, 5), (2, 'tea', 'new', 0);

-- case
SELECT ifnull(label, 'none') FROM goods ORDER BY id;
-- note ifnull: `ifnull(label, 'none')`: SQLite and MySQL have ifnull(). PostgreSQL has not: coalesce() works in all three.
-- sqlite: none; new
-- postgres: refuses: function ifnull(text, unknown) does not exist at character 8

-- case
SELECT iif(stock > 0, 'yes', 'no') FROM goods ORDER BY id;
-- note iif: `iif(stock > 0, 'yes', 'no')`: SQLite chooses with iif() or if(). PostgreSQL has neither, and MySQL only if(): CASE WHEN works in all three.
-- sqlite: yes; no
-- postgres: refuses: function iif(boolean, unknown, unknown) does not exist at character 8

-- case
SELECT group_concat(name, ', ') FROM goods;
-- note group-concat: `group_concat(name, ', ')`: SQLite joins the texts of a group with group_concat(x, ', '). PostgreSQL has string_agg(x, ', '), which SQLite takes too; MySQL writes group_concat(x SEPARATOR ', ').
-- sqlite: mug, tea
-- postgres: refuses: function group_concat(text, unknown) does not exist at character 8

-- case
SELECT max(stock, 3) FROM goods ORDER BY id;
-- note scalar-max: `max(stock, 3)`: In SQLite max() and min() of several values choose among them, and give NULL where one is NULL. PostgreSQL and MySQL call these greatest() and least().
-- sqlite: 5; 3
-- postgres: refuses: function max(integer, integer) does not exist at character 8

-- case
SELECT strftime('%Y', '2026-01-05');
-- note date-functions: `strftime('%Y', '2026-01-05')`: SQLite computes with times by functions of its own, on texts. PostgreSQL has now(), INTERVAL and to_char(), MySQL now(), INTERVAL and date_format().
-- sqlite: 2026
-- postgres: refuses: function strftime(unknown, unknown) does not exist at character 8

-- case
SELECT datetime('2026-01-05 10:00:00', '+1 day');
-- note date-functions: `datetime('2026-01-05 10:00:00', '+1 day'…`: SQLite computes with times by functions of its own, on texts. PostgreSQL has now(), INTERVAL and to_char(), MySQL now(), INTERVAL and date_format().
-- sqlite: 2026-01-06 10:00:00
-- postgres: refuses: function datetime(unknown, unknown) does not exist at character 8

-- case
SELECT date('2026-01-05', '+1 day');
-- note date-functions: `date('2026-01-05', '+1 day')`: SQLite computes with times by functions of its own, on texts. PostgreSQL has now(), INTERVAL and to_char(), MySQL now(), INTERVAL and date_format().
-- sqlite: 2026-01-06
-- postgres: refuses: function date(unknown, unknown) does not exist at character 8

-- case
SELECT julianday('2026-01-05') - julianday('2026-01-01');
-- note date-functions: `julianday('2026-01-05')`: SQLite computes with times by functions of its own, on texts. PostgreSQL has now(), INTERVAL and to_char(), MySQL now(), INTERVAL and date_format().
-- sqlite: 4.0
-- postgres: refuses: function julianday(unknown) does not exist at character 8

-- case
SELECT unixepoch('2026-01-05') - unixepoch('2026-01-04');
-- note date-functions: `unixepoch('2026-01-05')`: SQLite computes with times by functions of its own, on texts. PostgreSQL has now(), INTERVAL and to_char(), MySQL now(), INTERVAL and date_format().
-- sqlite: 86400
-- postgres: refuses: function unixepoch(unknown) does not exist at character 8

-- case
SELECT typeof(stock) FROM goods WHERE id = 1;
-- note typeof: `typeof(stock)`: SQLite asks for a value's type with typeof(), because each value has its own. PostgreSQL has pg_typeof(), MySQL nothing like it.
-- sqlite: integer
-- postgres: refuses: function typeof(integer) does not exist at character 8

-- case
SELECT printf('%.2f', 2.5);
-- note printf: `printf('%.2f', 2.5)`: SQLite builds texts with printf() or format(). PostgreSQL's format() knows %s and no numbers, MySQL's does something else.
-- sqlite: 2.50
-- postgres: refuses: function printf(unknown, numeric) does not exist at character 8

-- case
SELECT instr(name, 'e') FROM goods ORDER BY id;
-- note instr: `instr(name, 'e')`: SQLite and MySQL have instr(text, part). PostgreSQL has strpos(text, part).
-- sqlite: 0; 2
-- postgres: refuses: function instr(text, unknown) does not exist at character 8

-- case
SELECT total(stock) FROM goods;
-- note total: `total(stock)`: total() is SQLite's own: a sum that is 0.0 where there are no rows. coalesce(sum(x), 0) works in PostgreSQL and MySQL too.
-- sqlite: 5.0
-- postgres: refuses: function total(integer) does not exist at character 8

-- case
INSERT INTO goods (id, name, stock) VALUES (3, 'cup', 1);
SELECT last_insert_rowid();
-- note last-insert-rowid: `last_insert_rowid()`: SQLite tells the number of the new row with last_insert_rowid(). INSERT ... RETURNING id works in SQLite and PostgreSQL; MySQL has last_insert_id().
-- sqlite: 3
-- postgres: refuses: function last_insert_rowid() does not exist at character 8

-- case
DELETE FROM goods WHERE stock = 0;
SELECT changes();
-- note changes: `changes()`: SQLite tells with changes() how many rows the last statement changed. In PostgreSQL the answer to the statement says so; MySQL has row_count().
-- sqlite: 1
-- postgres: refuses: function changes() does not exist at character 8

-- case
SELECT json_extract('{"name": "mug"}', '$.name');
-- note json-extract: `json_extract('{"name": "mug"}', '$.name'…`: SQLite and MySQL have json_extract(data, '$.name'). PostgreSQL writes data ->> 'name', which SQLite takes too.
-- sqlite: mug
-- postgres: refuses: function json_extract(unknown, unknown) does not exist at character 8

-- case
SELECT json_group_array(name) FROM goods;
-- note json-group: `json_group_array(name)`: SQLite gathers a group into JSON with this function. PostgreSQL has json_agg() and json_object_agg(), MySQL json_arrayagg() and json_objectagg().
-- sqlite: ["mug","tea"]
-- postgres: refuses: function json_group_array(text) does not exist at character 8

-- case
SELECT hex('abc');
-- note hex: `hex('abc')`: SQLite and MySQL have hex() and unhex(). PostgreSQL writes encode(x, 'hex') and decode(x, 'hex').
-- sqlite: 616263
-- postgres: refuses: function hex(unknown) does not exist at character 8

-- case
SELECT char(65);
-- note characters: `char(65)`: SQLite has char(65) and unicode('A'). PostgreSQL has chr(65) and ascii('A'), MySQL char(65) and ord('A').
-- sqlite: A
-- postgres: refuses: syntax error at or near ";" at character 16

-- case
SELECT unicode('A');
-- note characters: `unicode('A')`: SQLite has char(65) and unicode('A'). PostgreSQL has chr(65) and ascii('A'), MySQL char(65) and ord('A').
-- sqlite: 65
-- postgres: refuses: function unicode(unknown) does not exist at character 8

-- case
SELECT length(randomblob(4));
-- note blobs: `randomblob(4)`: SQLite makes bytes with randomblob() and zeroblob(). PostgreSQL has gen_random_bytes() in pgcrypto, MySQL random_bytes().
-- sqlite: 4
-- postgres: refuses: function randomblob(integer) does not exist at character 15

-- case
SELECT quote('it''s');
-- note quote: `quote('it''s')`: SQLite and MySQL have quote(). PostgreSQL calls it quote_literal().
-- sqlite: 'it''s'
-- postgres: refuses: function quote(unknown) does not exist at character 8

-- case
SELECT substr('teapot', -3);
-- note negative-substr: `substr('teapot', -3)`: In SQLite and MySQL a negative start counts from the end of the text. PostgreSQL counts on to the left of the text: there it is right(x, n).
-- sqlite: pot
-- postgres: differs: teapot

-- case
SELECT abs(random()) > 1;
-- note random: `random()`: SQLite's random() is a whole number, often negative. PostgreSQL's is a fraction from 0 to 1, and MySQL's is called rand().
-- sqlite: 1
-- postgres: differs: f

-- case
SELECT sum(stock > 0) FROM goods;
-- note sum-of-condition: `sum(stock > 0)`: In SQLite and MySQL a condition is a number, 1 or 0, and can be summed. PostgreSQL refuses it: sum(CASE WHEN ... THEN 1 ELSE 0 END) works in all three.
-- sqlite: 1
-- postgres: refuses: function sum(boolean) does not exist at character 8

-- case
SELECT sum(name) FROM goods;
-- note sum-of-text: `sum(name)`: SQLite and MySQL count a text as the number that it begins with, or as 0. PostgreSQL refuses to sum texts: keep numbers in a column of numbers.
-- sqlite: 0.0
-- postgres: refuses: function sum(text) does not exist at character 8

-- case
SELECT upper('josé');
-- note ascii-case: `upper('josé')`: SQLite's lower() and upper() change the letters of ASCII only. PostgreSQL and MySQL change é and É too.
-- sqlite: JOSé
-- postgres: differs: JOSÉ

-- case
SELECT glob('m*', name) FROM goods ORDER BY id;
-- note glob: `glob`: GLOB is SQLite's own: * and ? stand for text, and A differs from a. PostgreSQL and MySQL refuse it: they have LIKE, and regular expressions.
-- sqlite: 1; 0
-- postgres: refuses: function glob(unknown, text) does not exist at character 8

-- case
SELECT like('m%', name) FROM goods ORDER BY id;
-- note sqlite-function: `like('m%', name)`: This function is SQLite's own. PostgreSQL and MySQL have none of this name that does the same.
-- sqlite: 1; 0
-- postgres: differs: f; f
